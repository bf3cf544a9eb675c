/// The web console as people use it: in a browser, on the demo company.
///
/// A class takes a [Console] in its constructor; all share one, and one Custody. A test opens a
/// [Visit], which fails at its end if the page broke or the service did.
@NullMarked
package custody.journey.console;

import org.jspecify.annotations.NullMarked;
