package custody.query.customers;

import custody.contract.CustomerAt;
import custody.contract.FieldValue;
import custody.contract.Personal;
import custody.contract.ProfileEvent.ExternalId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// What a customer is found by, text by text. Most stay when one changes, and to cut one, above all
/// to find out how a name sounds, is the dearest of what a change takes.
record Texts(Map<String, Index> names, Map<String, Index> others) {
  static final Texts NONE = new Texts(Map.of(), Map.of());

  /// Longer texts are searched by their beginning.
  private static final int SEARCHED = 200;

  /// @param before of the same customer; what is there is not cut again
  static Texts of(CustomerAt state, Texts before) {
    Texts texts = new Texts(new LinkedHashMap<>(), new LinkedHashMap<>());
    texts.collect(state.fields(), before);
    state.contacts().values().forEach(fields -> texts.collect(fields, before));
    state.externalIds().stream().map(ExternalId::id).forEach(id -> texts.add(id, before));
    return texts;
  }

  Index index() {
    List<Index> all = new ArrayList<>(names.values());
    all.addAll(others.values());
    return Index.of(all);
  }

  /// The whole of it, which may be longer than what is searched otherwise.
  Index name(String name) {
    Index cut = names.get(name);
    return cut == null ? Index.ofName(name) : cut;
  }

  private void collect(Map<String, Personal<FieldValue>> fields, Texts before) {
    fields.forEach(
        (field, value) -> {
          if (!(value instanceof Personal.Known<FieldValue>(FieldValue known))) {
            return;
          }
          switch (known) {
            case FieldValue.Text(String text) -> {
              if (field.equals("name")) {
                add(names, beginning(text), before.names, Index::ofName);
              } else {
                add(beginning(text), before);
              }
            }
            case FieldValue.Phone(String phone, String entered) -> {
              for (String part : phone.split(";ext=", 2)) {
                add(digits(part), before);
              }
              add(digits(entered), before);
            }
            case FieldValue.Mail(String mail) -> add(mail, before);
            case FieldValue.Url(String url) -> add(beginning(url), before);
            case FieldValue.Number _,
                FieldValue.Money _,
                FieldValue.Date _,
                FieldValue.Choice _,
                FieldValue.GeoPoint _ -> {}
          }
        });
  }

  private void add(String text, Texts before) {
    add(others, text, before.others, Index::ofText);
  }

  private static void add(
      Map<String, Index> texts,
      String text,
      Map<String, Index> before,
      Function<String, Index> cut) {
    Index known = before.get(text);
    if (known != null) {
      texts.put(text, known);
    } else {
      texts.computeIfAbsent(text, cut);
    }
  }

  private static String beginning(String text) {
    return text.codePointCount(0, text.length()) <= SEARCHED
        ? text
        : text.substring(0, text.offsetByCodePoints(0, SEARCHED));
  }

  private static String digits(String phone) {
    StringBuilder digits = new StringBuilder(phone.length());
    for (int i = 0; i < phone.length(); i++) {
      if (phone.charAt(i) >= '0' && phone.charAt(i) <= '9') {
        digits.append(phone.charAt(i));
      }
    }
    return digits.toString();
  }
}
