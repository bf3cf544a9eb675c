package custody.command.imports.mapping;

import custody.command.imports.mapping.Mapping.Condition;
import custody.command.imports.mapping.Mapping.Reference;
import custody.command.imports.mapping.Mapping.Target;
import custody.command.imports.mapping.RowReport.Outcome;
import custody.command.imports.source.FileRefusedException;
import custody.command.imports.source.Row;
import custody.command.imports.source.RowProblem;
import custody.service.field.FieldCatalog;
import custody.service.field.FieldJson;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Rows of one file, read by its mapping, as facts. Pure: the same row is always the same facts.
public final class Translation {
  /// `{column}` in a template.
  static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}]+)\\}");

  private final Reading reading;

  /// What is the same for all rows of a file.
  ///
  /// @param columns where each column of the header stands
  record Reading(
      Mapping mapping,
      FieldCatalog catalog,
      FieldJson fields,
      Instant importedAt,
      Map<String, Integer> columns) {}

  /// @param importedAt what `import-time` means: UTC, microseconds, the same for the whole import
  /// @throws FileRefusedException if the mapping names columns that the file does not have
  public Translation(
      Mapping mapping,
      List<String> header,
      FieldCatalog catalog,
      FieldJson fields,
      Instant importedAt) {
    Map<String, Integer> columns = new HashMap<>();
    Set<String> twice = new TreeSet<>();
    for (int i = 0; i < header.size(); i++) {
      if (columns.putIfAbsent(header.get(i), i) != null) {
        twice.add(header.get(i));
      }
    }
    Set<String> named = named(mapping);
    twice.retainAll(named);
    if (!twice.isEmpty()) {
      throw new FileRefusedException(
          "column-ambiguous",
          "The file has these columns more than once: %s. Rename them."
              .formatted(String.join(", ", twice)));
    }
    named.addAll(mapping.format().fillDown());
    named.removeAll(columns.keySet());
    if (!named.isEmpty()) {
      throw new FileRefusedException(
          "column-missing",
          "The mapping names columns that the file does not have: %s. It has: %s."
              .formatted(String.join(", ", named), String.join(", ", header)));
    }
    this.reading = new Reading(mapping, catalog, fields, importedAt, Map.copyOf(columns));
  }

  /// @param facts in the order in which they hold at one instant
  public record Result(List<Fact> facts, List<RowReport> reports) {}

  public Result translate(Row row) {
    List<Fact> facts = new ArrayList<>();
    List<RowReport> reports = new ArrayList<>();
    RowProblem problem = row.problem();
    if (problem != null) {
      reports.add(
          new RowReport(row.number(), "row", Outcome.REJECT, problem.code(), problem.detail()));
      return new Result(facts, reports);
    }
    for (Target target : reading.mapping().targets()) {
      new RowFacts(reading, row, target, facts, reports).translate();
    }
    return new Result(facts, reports);
  }

  private static Set<String> named(Mapping mapping) {
    Set<String> named = new TreeSet<>();
    for (Target target : mapping.targets()) {
      named.addAll(target.key());
      Condition when = target.when();
      if (when != null) {
        named.add(when.column());
      }
      for (Reference reference : nonNull(target.customer(), target.rep())) {
        named.addAll(reference.columns());
      }
      List<Value> values =
          new ArrayList<>(
              nonNull(target.pool(), target.effectiveAt(), target.until(), target.author()));
      values.addAll(target.columns().values());
      for (Value value : values) {
        String column = value.column();
        if (column != null) {
          named.add(column);
        }
        String template = value.template();
        if (template != null) {
          PLACEHOLDER.matcher(template).results().map(it -> it.group(1)).forEach(named::add);
        }
      }
    }
    return named;
  }

  @SafeVarargs
  private static <T> List<T> nonNull(@Nullable T... items) {
    List<T> list = new ArrayList<>();
    for (T item : items) {
      if (item != null) {
        list.add(item);
      }
    }
    return list;
  }
}
