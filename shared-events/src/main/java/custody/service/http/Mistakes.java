package custody.service.http;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Everything that is wrong with what was sent, where a problem tells of several things at once:
/// of a mapping or a plan, each with its place and what to write there.
public final class Mistakes {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private static final List<Phrase> CHINESE =
      List.of(
          // Mappings.
          Phrase.of("must be a JSON object", "须为 JSON 对象"),
          Phrase.of(
              "write letters, digits, dots and dashes, at most (\\d+)", "请用字母、数字、点和横线，最多 $1 个字符"),
          Phrase.of("say what the rows become; .*", "请说明每行成为什么；只有 format.type 为 ndjson 时不需要"),
          Phrase.of("leave it out: .*", "请去掉：NDJSON 的每一行自己说明含义"),
          Phrase.of("is required, one of (.*)", "必填，以下之一：$1"),
          Phrase.of("is required, a text", "必填，须为文本"),
          Phrase.of("is required: the column or columns that name it", "必填：标识它的一列或几列"),
          Phrase.of("is required: a column, or a constant", "必填：列，或固定值"),
          Phrase.of("is required: (.*)", "必填：$1"),
          Phrase.of("name the columns that tell records apart", "请写明用哪些列区分各条记录"),
          Phrase.of("an ownership period names either rep or pool", "归属时段须写明业务员（rep）或公海（pool）之一"),
          Phrase.of("a new customer has either rep or pool", "新客户只能有业务员（rep）或公海（pool）之一"),
          Phrase.of("say in which pool the customer is when a period ends", "请写明时段结束后客户在哪个公海"),
          Phrase.of("say when it took place", "请写明发生的时间"),
          Phrase.of("say which column names the customer", "请写明哪一列标识客户"),
          Phrase.of("only a key may be made of several columns", "只有唯一标识（key）可以由多列组成"),
          Phrase.of("no such field; there is (.*)", "没有这个资料项，可用的有：$1"),
          Phrase.of("not known here; there is (.*)", "这里没有这一项，可用的有：$1"),
          Phrase.of(
              "write a column's name, or an object with .*",
              "请写列名，或含 column、constant 或 template 的对象"),
          Phrase.of("say exactly one of (.*) and (.*)", "$1、$2 须且只能写一个"),
          Phrase.of(
              "write skip, reject or \\{\"use\": value}.*import-time.*",
              "请写 skip、reject、import-time 或 {\"use\": 值}"),
          Phrase.of("write skip, reject or \\{\"use\": value}", "请写 skip、reject 或 {\"use\": 值}"),
          Phrase.of("write patterns such as (.*), or excel-serial", "请写日期格式，例如 $1，或 excel-serial"),
          Phrase.of("write one character, or tab", "请写一个字符，或 tab"),
          Phrase.of("write a number from (\\d+) to (\\d+)", "请写 $1 至 $2 的数字"),
          Phrase.of("write a text", "请写文本"),
          Phrase.of("write a text or a list of texts", "请写文本，或文本的列表"),
          Phrase.of("write an object of texts: .*", "请写由文本组成的对象：文件中的写法，及其含义"),
          Phrase.of("write a list", "请写列表"),
          Phrase.of("write true or false", "请写 true 或 false"),
          Phrase.of("write one of (.*)", "请写以下之一：$1"),
          Phrase.of("write (\\w+) or (\\w+)", "请写 $1 或 $2"),
          // Plans.
          Phrase.of("at most (\\d+)( of them)?", "最多 $1 个"),
          Phrase.of("at most (\\d+) conditions", "最多 $1 个条件"),
          Phrase.of("at most (\\d+) customers", "最多 $1 个客户"),
          Phrase.of("each rep once", "每位业务员只能出现一次"),
          Phrase.of("each customer once", "每个客户只能出现一次"),
          Phrase.of("each once", "每个只能出现一次"),
          Phrase.of("a capacity is 0 or more", "容量不能小于 0"),
          Phrase.of("not whose customers move", "不能是要移交客户的业务员"),
          Phrase.of("there is nobody to split among", "没有可以分配的接收人"),
          Phrase.of("a pool's name (?:of|has) (\\d+) to (\\d+) characters", "公海名称须为 $1 至 $2 个字符"),
          Phrase.of("say at least where the rest goes", "至少要写明其余客户的去向"),
          Phrase.of("at least one", "至少一个"),
          Phrase.of("at least one receiver", "至少一位接收人"),
          Phrase.of("(\\d+) to (\\d+) follow-ups", "$1 至 $2 次跟进"),
          Phrase.of("too many", "太多"),
          Phrase.of("to null keeps a customer where it is", "要让客户留在原处，请把 to 写为 null"),
          Phrase.of("receivers only", "只能是接收人"),
          Phrase.of("a field's name is missing", "缺少资料项的名称"),
          Phrase.of("(\\d+) to (\\d+), of at most (\\d+) characters", "$1 至 $2 个，每个最多 $3 个字符"),
          Phrase.of("(\\d+) to (\\d+)", "$1 至 $2"));

  private Mistakes() {}

  /// Empty where it is none of ours.
  ///
  /// @param mistake without its place
  public static Optional<String> inChinese(String mistake) {
    return Phrase.inChinese(mistake, CHINESE);
  }

  /// The `errors` of a problem in the language of whoever asks.
  ///
  /// @param errors texts of a place, a colon and the mistake, or objects with `path` and `expected`
  static Object said(Object errors, Locale locale) {
    if (!locale.getLanguage().equals("zh") || !(errors instanceof Collection<?> each)) {
      return errors;
    }
    List<Object> said = new ArrayList<>();
    for (Object error : each) {
      said.add(error instanceof String text ? said(text) : said(JSON.valueToTree(error)));
    }
    return said;
  }

  private static String said(String error) {
    int colon = error.indexOf(": ");
    String place = error.substring(0, colon < 0 ? 0 : colon + 2);
    return inChinese(error.substring(place.length())).map(it -> place + it).orElse(error);
  }

  private static JsonNode said(JsonNode error) {
    if (error instanceof ObjectNode object && object.has("path")) {
      inChinese(object.path("expected").asString("")).ifPresent(it -> object.put("expected", it));
    }
    return error;
  }
}
