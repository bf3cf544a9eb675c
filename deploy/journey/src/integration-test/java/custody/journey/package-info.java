/// Custody as its users meet it: packaged, started as processes of their own, and asked over HTTP.
@NullMarked
package custody.journey;

import org.jspecify.annotations.NullMarked;
