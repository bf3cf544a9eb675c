/// How events are written: logical names and revisions, JSON, upcasting, and the sealing of
/// personal data. Nothing here knows where the JSON is kept.
@NullMarked
package custody.wire;

import org.jspecify.annotations.NullMarked;
