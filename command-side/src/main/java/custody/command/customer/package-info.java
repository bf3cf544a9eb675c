/// The customer: one aggregate, one version, its state composed of the slices' small states.
@NullMarked
package custody.command.customer;

import org.jspecify.annotations.NullMarked;
