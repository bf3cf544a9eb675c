/// What both services do alike: HTTP problems, security, clock, observability, and Axon's wiring.
@NullMarked
package custody.service;

import org.jspecify.annotations.NullMarked;
