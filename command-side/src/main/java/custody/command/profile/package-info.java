/// What we know of a customer: fields, classification, contacts, important dates, assortment.
@NullMarked
package custody.command.profile;

import org.jspecify.annotations.NullMarked;
