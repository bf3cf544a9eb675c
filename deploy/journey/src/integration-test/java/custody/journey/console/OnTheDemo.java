package custody.journey.console;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/// A journey on the demo company's {@link Console}, which all of them share: one at a time, because
/// Playwright is for one thread at a time. Others go on beside it.
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(Console.Shared.class)
@ResourceLock("console of the demo")
@interface OnTheDemo {}
