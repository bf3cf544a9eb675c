/// Long work that an operator asks for and another process carries out.
@NullMarked
package custody.command.operations;

import org.jspecify.annotations.NullMarked;
