/// Reads files of customers' data as rows: CSV, XLSX, NDJSON. Knows nothing of what the rows mean.
@NullMarked
package custody.command.imports.source;

import org.jspecify.annotations.NullMarked;
