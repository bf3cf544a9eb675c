/// The engine that feeds every view: one loop on the event log, one transaction per batch for all
/// views, rebuild beside the running copy.
@NullMarked
package custody.query.projection;

import org.jspecify.annotations.NullMarked;
