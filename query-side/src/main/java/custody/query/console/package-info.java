/// Serves the web console, whose sources are in `query-side/console`.
@NullMarked
package custody.query.console;

import org.jspecify.annotations.NullMarked;
