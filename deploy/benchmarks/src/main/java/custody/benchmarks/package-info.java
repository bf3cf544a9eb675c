/// Measures Custody beside its peers and beside the limit: ratios of one run, never bare figures.
@NullMarked
package custody.benchmarks;

import org.jspecify.annotations.NullMarked;
