package custody.service.field;

import custody.service.field.FieldDefinition.Label;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// All profile fields: the core ones, which code relies on, and the company's own from
/// configuration.
///
/// History keeps values of fields that are configured no longer; they are shown and can be cleared,
/// but not set.
public final class FieldCatalog {
  /// Whose fields.
  public enum Of {
    CUSTOMER,
    CONTACT;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final Pattern NAME = Pattern.compile("[a-z][A-Za-z0-9]{0,49}");
  private static final Pattern CHOICE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,49}");

  private static final List<FieldDefinition> CUSTOMER =
      List.of(
          FieldDefinition.of("name", FieldType.TEXT, "Name", "名称").necessary().atMost(200),
          FieldDefinition.of(
                  "registrationNumber", FieldType.TEXT, "Registration number", "统一社会信用代码")
              .once()
              .atMost(50),
          FieldDefinition.of("phone", FieldType.PHONE, "Phone", "电话").once(),
          FieldDefinition.of("mail", FieldType.MAIL, "Mail", "邮箱"),
          FieldDefinition.of("website", FieldType.URL, "Website", "网站"),
          FieldDefinition.of("industry", FieldType.TEXT, "Industry", "行业").open().atMost(100),
          FieldDefinition.of("region", FieldType.TEXT, "Region", "区域").open().atMost(100),
          FieldDefinition.of("address", FieldType.TEXT, "Address", "地址").atMost(500),
          FieldDefinition.of("location", FieldType.GEO_POINT, "Location", "位置"),
          FieldDefinition.of("birthday", FieldType.DATE, "Birthday", "生日"),
          FieldDefinition.of("remark", FieldType.TEXT, "Remark", "备注").atMost(4000));

  private static final List<FieldDefinition> CONTACT =
      List.of(
          FieldDefinition.of("name", FieldType.TEXT, "Name", "姓名").necessary().atMost(200),
          FieldDefinition.of("role", FieldType.TEXT, "Role", "职务").atMost(100),
          FieldDefinition.of("phone", FieldType.PHONE, "Phone", "电话"),
          FieldDefinition.of("mail", FieldType.MAIL, "Mail", "邮箱"),
          FieldDefinition.of("birthday", FieldType.DATE, "Birthday", "生日"),
          FieldDefinition.of("remark", FieldType.TEXT, "Remark", "备注").atMost(4000));

  private final SequencedMap<String, FieldDefinition> customer;
  private final SequencedMap<String, FieldDefinition> contact;

  /// @throws IllegalArgumentException if the configuration makes no sense; the message says where
  ///     and what to write instead
  public FieldCatalog(FieldProperties configured) {
    customer = together(Of.CUSTOMER, CUSTOMER, configured.customer());
    contact = together(Of.CONTACT, CONTACT, configured.contact());
  }

  /// The fields in the order to show them.
  public Collection<FieldDefinition> fields(Of of) {
    return byName(of).sequencedValues();
  }

  public Optional<FieldDefinition> find(Of of, String name) {
    return Optional.ofNullable(byName(of).get(name));
  }

  private SequencedMap<String, FieldDefinition> byName(Of of) {
    return switch (of) {
      case CUSTOMER -> customer;
      case CONTACT -> contact;
    };
  }

  private static SequencedMap<String, FieldDefinition> together(
      Of of, List<FieldDefinition> core, List<FieldProperties.Field> configured) {
    Map<String, FieldDefinition> all = new LinkedHashMap<>();
    core.forEach(field -> all.put(field.name(), field));
    for (int i = 0; i < configured.size(); i++) {
      String where = "custody.fields." + of + "[" + i + "]";
      FieldDefinition field = checked(where, of, configured.get(i));
      if (all.putIfAbsent(field.name(), field) != null) {
        throw wrong(
            where + ".name", "there is a field " + field.name() + " already; choose another name");
      }
    }
    return Collections.unmodifiableSequencedMap(new LinkedHashMap<>(all));
  }

  private static FieldDefinition checked(String where, Of of, FieldProperties.Field field) {
    String name = field.name();
    FieldType type = field.type();
    if (name == null || !NAME.matcher(name).matches()) {
      throw wrong(where + ".name", "write a name in camelCase: letters and digits, at most 50");
    }
    if (type == null) {
      throw wrong(where + ".type", "say the type: " + types());
    }
    if (field.choices().isEmpty() == (type == FieldType.CHOICE)) {
      throw wrong(where + ".choices", "a choice lists its choices, other types have none");
    }
    if (!field.choices().stream().allMatch(code -> CHOICE.matcher(code).matches())
        || new HashSet<>(field.choices()).size() < field.choices().size()) {
      throw wrong(
          where + ".choices",
          "write different codes of letters, digits, dots and dashes, at most 50 each");
    }
    if (field.unique() && (of == Of.CONTACT || !canBeUnique(type))) {
      throw wrong(
          where + ".unique", "only a customer's text, number, phone, mail or url can be unique");
    }
    if (field.maxLength() < 1 || field.maxLength() > 10_000) {
      throw wrong(where + ".max-length", "write a number from 1 to 10000");
    }
    boolean personal = field.personal() == null ? type.personal() : field.personal();
    return new FieldDefinition(
        name,
        type,
        personal,
        field.required(),
        field.unique(),
        field.maxLength(),
        field.choices(),
        label(name, field.label()));
  }

  private static Label label(String name, FieldProperties.@Nullable Label label) {
    if (label == null) {
      return new Label(name, name);
    }
    String en = label.en();
    String zh = label.zh();
    String either = en != null ? en : zh != null ? zh : name;
    return new Label(en != null ? en : either, zh != null ? zh : either);
  }

  private static boolean canBeUnique(FieldType type) {
    return switch (type) {
      case TEXT, NUMBER, PHONE, MAIL, URL -> true;
      case MONEY, DATE, CHOICE, GEO_POINT -> false;
    };
  }

  private static String types() {
    return String.join(
        ", ",
        List.of(FieldType.values()).stream()
            .map(type -> type.name().toLowerCase(Locale.ROOT).replace('_', '-'))
            .toList());
  }

  private static IllegalArgumentException wrong(String property, String advice) {
    return new IllegalArgumentException(property + ": " + advice);
  }
}
