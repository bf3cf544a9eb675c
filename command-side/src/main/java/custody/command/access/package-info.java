/// Signing in, and the accounts that may: users, service accounts, links to set a password, keys.
@NullMarked
package custody.command.access;

import org.jspecify.annotations.NullMarked;
