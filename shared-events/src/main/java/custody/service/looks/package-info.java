/// Every look on record: who saw what of which customer, when, from where and why.
@NullMarked
package custody.service.looks;

import org.jspecify.annotations.NullMarked;
