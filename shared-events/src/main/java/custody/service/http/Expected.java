package custody.service.http;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import java.lang.annotation.Annotation;
import java.util.List;
import java.util.Optional;

/// What a value must be, as the end of an English sentence ("... must be a number"), and the same
/// in Chinese.
final class Expected {
  /// Anything else, where more is not known.
  static final String ANOTHER = "another value";

  private static final List<Phrase> CHINESE =
      List.of(
          Phrase.of(ANOTHER, "其他值"),
          Phrase.of("one of (.*)", "以下之一：$1"),
          Phrase.of("an id such as (.*)", "编号，例如 $1"),
          Phrase.of("a time with offset such as ([^,]*).*", "带时区的时间，例如 $1，年份在 1800 至 2200 之间"),
          Phrase.of("a day such as ([^,]*).*", "日期，例如 $1，年份在 1800 至 2200 之间"),
          Phrase.of("a period such as .*", "时长，例如 P1Y、P18M 或 P90D"),
          Phrase.of("a code such as (.*)", "代码，例如 $1"),
          Phrase.of("a currency code such as (.*)", "货币代码，例如 $1"),
          Phrase.of("a CSS colour such as (.*)", "CSS 颜色，例如 $1"),
          Phrase.of("a whole number in its range", "范围内的整数"),
          Phrase.of("a number", "数字"),
          Phrase.of("a number that fits (\\d+) digits and (\\d+) decimals", "最多 $1 位整数、$2 位小数的数字"),
          Phrase.of("at least (.*)", "不小于 $1 的数字"),
          Phrase.of("at most (\\S+)", "不大于 $1 的数字"),
          Phrase.of("true or false", "true 或 false"),
          Phrase.of("a text", "文本"),
          Phrase.of("a text that is not empty", "非空的文本"),
          Phrase.of("a text without control characters", "不含控制字符的文本"),
          Phrase.of("a text of whole Unicode characters", "由完整 Unicode 字符组成的文本"),
          Phrase.of("a text of at most (\\d+) characters", "最多 $1 个字符的文本"),
          Phrase.of("a text of (\\d+) to (\\d+) characters", "$1 至 $2 个字符的文本"),
          Phrase.of("a name of small letters, .*", "由小写字母、数字、点、横线和下划线组成的名称，之后不能更改"),
          Phrase.of("a mail address", "电子邮箱地址"),
          Phrase.of("a list", "列表"),
          Phrase.of("a list of at most (\\d+)", "最多 $1 项的列表"),
          Phrase.of("a list of (\\d+) to (\\d+)", "$1 至 $2 项的列表"),
          Phrase.of("an object", "对象"));

  private Expected() {}

  /// By the constraint itself, as the library's own messages are whole sentences, in the language
  /// of whoever asks.
  static String of(ConstraintViolation<?> violation) {
    return of(
        violation.getConstraintDescriptor().getAnnotation(),
        violation.getInvalidValue() instanceof CharSequence,
        violation.getMessage());
  }

  /// @param message what the constraint itself says, for those of which we say nothing better
  static String of(Annotation constraint, boolean text, String message) {
    return switch (constraint) {
      case Size size ->
          (text ? "a text of " : "a list of ")
              + (size.min() == 0 ? "at most " : size.min() + " to ")
              + size.max()
              + (text ? " characters" : "");
      case Max max -> "at most " + max.value();
      case Min min -> "at least " + min.value();
      case DecimalMin min -> "at least " + min.value();
      case PositiveOrZero _ -> "at least 0";
      case Digits digits ->
          "a number that fits "
              + digits.integer()
              + " digits and "
              + digits.fraction()
              + " decimals";
      case Email _ -> "a mail address";
      default -> message;
    };
  }

  /// Empty where it is none of ours.
  static Optional<String> inChinese(String expected) {
    return Phrase.inChinese(expected, CHINESE);
  }
}
