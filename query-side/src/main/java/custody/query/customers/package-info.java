/// Finding customers: by Chinese and English words, by sound, by a piece of a phone number, with
/// filters and in order. One row per customer: what we know now, of now.
@NullMarked
package custody.query.customers;

import org.jspecify.annotations.NullMarked;
