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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a value must be, as the end of an English sentence ("... must be a number"), and the same
/// in Chinese.
final class Expected {
  /// Anything else, where more is not known.
  static final String ANOTHER = "another value";

  private record Phrase(Pattern english, String chinese) {
    Optional<String> of(String expected) {
      Matcher matcher = english.matcher(expected);
      return matcher.matches() ? Optional.of(matcher.replaceAll(chinese)) : Optional.empty();
    }
  }

  private static final List<Phrase> CHINESE =
      List.of(
          phrase(ANOTHER, "其他值"),
          phrase("one of (.*)", "以下之一：$1"),
          phrase("an id such as (.*)", "编号，例如 $1"),
          phrase("a time with offset such as ([^,]*).*", "带时区的时间，例如 $1，年份在 1800 至 2200 之间"),
          phrase("a day such as ([^,]*).*", "日期，例如 $1，年份在 1800 至 2200 之间"),
          phrase("a period such as .*", "时长，例如 P1Y、P18M 或 P90D"),
          phrase("a code such as (.*)", "代码，例如 $1"),
          phrase("a currency code such as (.*)", "货币代码，例如 $1"),
          phrase("a CSS colour such as (.*)", "CSS 颜色，例如 $1"),
          phrase("a whole number in its range", "范围内的整数"),
          phrase("a number", "数字"),
          phrase("a number that fits (\\d+) digits and (\\d+) decimals", "最多 $1 位整数、$2 位小数的数字"),
          phrase("at least (.*)", "不小于 $1 的数字"),
          phrase("at most (\\S+)", "不大于 $1 的数字"),
          phrase("true or false", "true 或 false"),
          phrase("a text", "文本"),
          phrase("a text that is not empty", "非空的文本"),
          phrase("a text without control characters", "不含控制字符的文本"),
          phrase("a text of whole Unicode characters", "由完整 Unicode 字符组成的文本"),
          phrase("a text of at most (\\d+) characters", "最多 $1 个字符的文本"),
          phrase("a text of (\\d+) to (\\d+) characters", "$1 至 $2 个字符的文本"),
          phrase("a name of small letters, .*", "由小写字母、数字、点、横线和下划线组成的名称，之后不能更改"),
          phrase("a mail address", "电子邮箱地址"),
          phrase("a list", "列表"),
          phrase("a list of at most (\\d+)", "最多 $1 项的列表"),
          phrase("a list of (\\d+) to (\\d+)", "$1 至 $2 项的列表"),
          phrase("an object", "对象"));

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
    return CHINESE.stream().map(it -> it.of(expected)).flatMap(Optional::stream).findFirst();
  }

  private static Phrase phrase(String english, String chinese) {
    return new Phrase(Pattern.compile(english), chinese);
  }
}
