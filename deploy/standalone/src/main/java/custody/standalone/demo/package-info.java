/// A company to try Custody with: five years of it, invented.
@NullMarked
package custody.standalone.demo;

import org.jspecify.annotations.NullMarked;
