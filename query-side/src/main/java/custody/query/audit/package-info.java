/// The questions auditors ask, each answered by one request, as JSON, NDJSON, CSV or XLSX.
@NullMarked
package custody.query.audit;

import org.jspecify.annotations.NullMarked;
