package custody.command.imports.mapping;

import custody.command.imports.mapping.Mapping.Target;
import custody.command.imports.mapping.RowReport.Outcome;
import custody.command.imports.mapping.Value.WhenInvalid;
import custody.command.imports.source.Cell;
import custody.command.imports.source.Row;
import custody.contract.Changes;
import custody.contract.FieldValue;
import custody.contract.Personal;
import custody.service.Texts;
import custody.service.field.FieldCatalog;
import custody.service.field.FieldDefinition;
import custody.service.field.FieldType;
import java.math.BigDecimal;
import java.text.Normalizer;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The values of one row, as the mapping says how they are written.
final class RowValues {
  private static final Pattern DIGITS = Pattern.compile("[+-]?\\d{1,30}(\\.\\d{1,30})?");
  private static final String NUMBER =
      "a number; grouping, decimal, currency and times in the mapping say how it is written";

  private final Translation.Reading reading;
  private final Row row;
  private final Target target;
  private final List<RowReport> reports;

  RowValues(Translation.Reading reading, Row row, Target target, List<RowReport> reports) {
    this.reading = reading;
    this.row = row;
    this.target = target;
    this.reports = reports;
  }

  /// Why the target gets nothing from the row.
  static final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;
    final String code;

    /// Whether it is what the mapping wants, and nothing to speak of.
    final boolean silent;

    Refusal(String code, String detail, boolean silent) {
      super(detail, null, false, false);
      this.code = code;
      this.silent = silent;
    }
  }

  @Nullable Instant moment(String name, Value value) {
    Cell cell = raw(value);
    if (cell.isEmpty()) {
      return switch (value.whenEmpty()) {
        case SKIP -> null;
        case REJECT -> throw reject(name + "-missing", name + emptyIn(value));
        case USE -> parsed(name, value, Cell.of(String.valueOf(value.use())));
        case IMPORT_TIME -> {
          report(
              Outcome.WARNING,
              "import-time-used",
              name + " is empty" + at(value) + "; the time of the import was used.");
          yield null;
        }
      };
    }
    return parsed(name, value, cell);
  }

  private @Nullable Instant parsed(String name, Value value, Cell cell) {
    Optional<Instant> parsed =
        new Moments(patterns(value), reading.mapping().zone()).moment(translated(value, cell));
    if (parsed.isEmpty()) {
      invalid(
          value,
          "date-invalid",
          name
              + at(value)
              + " is no date or time"
              + likePatterns(value)
              + (reading.mapping().zone() == null ? " Or name the mapping's zone." : ""));
      return null;
    }
    return parsed.get();
  }

  @Nullable LocalDate day(String name) {
    Value value = target.columns().get(name);
    if (value == null) {
      return null;
    }
    Cell cell = orUse(name, value);
    if (cell.isEmpty()) {
      return null;
    }
    Optional<LocalDate> day = new Moments(patterns(value), reading.mapping().zone()).day(cell);
    if (day.isEmpty()) {
      invalid(value, "date-invalid", name + at(value) + " is no date" + likePatterns(value));
    }
    return day.orElse(null);
  }

  private List<String> patterns(Value value) {
    return value.dates().isEmpty() ? reading.mapping().dates() : value.dates();
  }

  private String likePatterns(Value value) {
    List<String> patterns = patterns(value);
    return (patterns.isEmpty() ? " of ISO 8601" : " like " + String.join(" or ", patterns))
        + ". Correct it, or add its pattern to the mapping's dates.";
  }

  Optional<BigDecimal> number(String name) {
    Value value = target.columns().get(name);
    if (value == null) {
      return Optional.empty();
    }
    Cell cell = orUse(name, value);
    if (cell.isEmpty()) {
      return Optional.empty();
    }
    Optional<BigDecimal> number = number(value, cell.text());
    if (number.isEmpty()) {
      invalid(value, "number-invalid", name + at(value) + " must be " + NUMBER + ".");
    }
    return number;
  }

  private static Optional<BigDecimal> number(Value value, String text) {
    String currency = value.currency();
    String plain = Normalizer.normalize(text, Normalizer.Form.NFKC);
    plain = currency == null ? plain : CurrencySigns.without(currency, plain);
    Character grouping = value.grouping();
    if (grouping != null) {
      plain =
          plain.replace(Normalizer.normalize(String.valueOf(grouping), Normalizer.Form.NFKC), "");
    }
    plain = plain.replace(value.decimal(), '.').strip();
    boolean percent = plain.endsWith("%");
    plain = percent ? plain.substring(0, plain.length() - 1).strip() : plain;
    if (!DIGITS.matcher(plain).matches()) {
      return Optional.empty();
    }
    BigDecimal number = new BigDecimal(plain).movePointLeft(percent ? 2 : 0);
    BigDecimal times = value.times();
    return Optional.of(times == null ? number : number.multiply(times));
  }

  String code(String name, Set<String> codes) {
    String text = required(name).toLowerCase(Locale.ROOT);
    if (!codes.contains(text)) {
      throw reject(name + "-invalid", name + " must be " + oneOf(new TreeSet<>(codes)) + ".");
    }
    return text;
  }

  String required(String name) {
    Value value = target.columns().get(name);
    String text = value == null ? null : text(name, value);
    if (text == null) {
      throw reject(
          name + "-missing",
          name + (value == null ? " is not in the mapping's columns." : emptyIn(value)));
    }
    return text;
  }

  @Nullable String text(String name) {
    Value value = target.columns().get(name);
    return value == null ? null : text(name, value);
  }

  @Nullable String text(String name, Value value) {
    Cell cell = orUse(name, value);
    if (cell.isEmpty()) {
      return null;
    }
    if (Texts.complaint(cell.text()).isPresent()) {
      invalid(value, "text-invalid", name + at(value) + " holds control characters.");
      return null;
    }
    return Texts.normal(cell.text());
  }

  Changes changes(FieldCatalog.Of of, Set<String> besides) {
    Map<String, FieldValue> set = new HashMap<>();
    Map<String, Personal<FieldValue>> personal = new HashMap<>();
    target
        .columns()
        .forEach(
            (name, value) -> {
              if (besides.contains(name)) {
                return;
              }
              FieldDefinition field = reading.catalog().find(of, name).orElseThrow();
              fieldValue(field, value)
                  .ifPresent(
                      read -> {
                        if (field.personal()) {
                          personal.put(name, Personal.of(read));
                        } else {
                          set.put(name, read);
                        }
                      });
              if (field.required() && !set.containsKey(name) && !personal.containsKey(name)) {
                throw reject("field-required", name + " is required" + at(value) + ".");
              }
            });
    return new Changes(set, personal, Set.of());
  }

  private Optional<FieldValue> fieldValue(FieldDefinition field, Value value) {
    Cell cell = orUse(field.name(), value);
    if (cell.isEmpty()) {
      return Optional.empty();
    }
    String text = cell.text();
    if (field.type() == FieldType.DATE) {
      text =
          new Moments(patterns(value), reading.mapping().zone())
              .day(cell)
              .map(LocalDate::toString)
              .orElse("");
    } else if (field.type() == FieldType.NUMBER || field.type() == FieldType.MONEY) {
      String amount =
          number(value, text)
              .map(number -> number.stripTrailingZeros().toPlainString())
              .orElse(field.type() == FieldType.MONEY && value.currency() == null ? text : "");
      text = value.currency() == null ? amount : amount + " " + value.currency();
    }
    Optional<FieldValue> read = reading.fields().readText(field, text);
    if (read.isEmpty()) {
      String expected =
          switch (field.type()) {
            case CHOICE -> oneOf(field.choices());
            case NUMBER -> NUMBER;
            case MONEY ->
                value.currency() == null
                    ? "an amount with its currency, such as 12.50 CNY; or currency in the mapping"
                        + " says the column's"
                    : NUMBER;
            default -> field.type().expected();
          };
      invalid(
          value,
          field.type() == FieldType.CHOICE ? "unknown-choice" : "field-invalid",
          field.name() + at(value) + " must be " + expected + ".");
    }
    return read;
  }

  private Cell orUse(String name, Value value) {
    Cell cell = raw(value);
    if (!cell.isEmpty()) {
      return translated(value, cell);
    }
    return switch (value.whenEmpty()) {
      case USE -> Cell.of(String.valueOf(value.use()));
      case REJECT -> throw reject(name + "-missing", name + emptyIn(value));
      case SKIP, IMPORT_TIME -> Cell.EMPTY;
    };
  }

  private Cell raw(Value value) {
    String column = value.column();
    if (column != null) {
      return cell(column);
    }
    String constant = value.constant();
    return Cell.of(constant != null ? constant : filled(String.valueOf(value.template())));
  }

  private Cell translated(Value value, Cell cell) {
    String meant = value.values().get(cell.text());
    return meant == null ? cell : Cell.of(meant);
  }

  private String filled(String template) {
    Matcher matcher = Translation.PLACEHOLDER.matcher(template);
    return matcher.replaceAll(
        found -> Matcher.quoteReplacement(cell(String.valueOf(found.group(1))).text()));
  }

  Cell cell(String column) {
    Cell cell = row.cells().get(reading.columns().getOrDefault(column, -1));
    return reading.mapping().format().empty().contains(cell.text()) ? Cell.EMPTY : cell;
  }

  private void invalid(Value value, String code, String detail) {
    if (value.whenInvalid() == WhenInvalid.REJECT) {
      throw reject(code, detail);
    }
    report(Outcome.WARNING, code, detail + " It was left out.");
  }

  private static String at(Value value) {
    return value.column() == null ? "" : " (column " + value.column() + ")";
  }

  private static String emptyIn(Value value) {
    return " is empty"
        + at(value)
        + ". Fill it, or say in the mapping what that means (whenEmpty).";
  }

  private static String oneOf(Collection<String> codes) {
    return "one of "
        + String.join(", ", codes)
        + "; values in the mapping says which of them the file's own words mean";
  }

  static Refusal reject(String code, String detail) {
    return new Refusal(kebab(code), detail, false);
  }

  void report(Outcome outcome, String code, String detail) {
    reports.add(
        new RowReport(row.number(), target.kind().toString(), outcome, kebab(code), detail));
  }

  private static String kebab(String camel) {
    return camel.replaceAll("([a-z])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
  }
}
