package custody.query.customers;

import com.ibm.icu.text.Collator;
import com.ibm.icu.text.RuleBasedCollator;
import com.ibm.icu.util.ULocale;
import custody.contract.CustomerAt;
import custody.contract.FieldValue;
import custody.contract.Personal;
import custody.contract.ProfileEvent;
import custody.contract.ProfileEvent.Classified;
import custody.contract.ProfileEvent.ExternalId;
import custody.contract.ProfileEvent.Registered;
import custody.query.customers.Index.Name;
import custody.service.field.FieldJson;
import custody.wire.ContractJson;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A customer as the search knows it: the one definition's state of now, spread over columns.
///
/// @param kind null while it is not to be found: until the registration takes effect, and once it
///     was merged into another customer
/// @param nameKey the name's place in Chinese order, hex
/// @param nextChangeAt when the next fact dated ahead takes effect; null if there is none
/// @param fields plain JSON
/// @param externalIds plain JSON
/// @param byName what it is found by for those who see nothing else of it; empty for persons
record Row(
    UUID id,
    Instant registeredAt,
    @Nullable Instant nextChangeAt,
    @Nullable String kind,
    @Nullable String name,
    String nameKey,
    @Nullable String grade,
    @Nullable String colour,
    String gradeKey,
    String externalIds,
    String fields,
    Index index,
    Index byName) {
  /// Longer texts are searched by their beginning.
  private static final int SEARCHED = 200;

  private static final String NO_GRADE = "~";
  private static final RuleBasedCollator CHINESE = chinese();

  /// The state at that moment.
  ///
  /// @param facts everything known of one customer, its registration included
  static Row of(UUID id, Collection<Fact> facts, Instant now) {
    CustomerAt state = CustomerAt.of(facts.stream().map(Fact::recorded).toList(), now, Instant.MAX);
    Classified classified = state.classification();
    ProfileEvent.Kind kind = state.mergedInto() == null ? state.kind() : null;
    String name = text(state.fields().get("name"));
    // Each read once: to find out how it sounds is the dearest of all.
    Map<String, Name> names = new LinkedHashMap<>();
    Index index = index(state, names);
    return new Row(
        id,
        facts.stream()
            .filter(fact -> fact.content() instanceof Registered)
            .map(Fact::effectiveAt)
            .findFirst()
            .orElse(now),
        facts.stream()
            .map(Fact::effectiveAt)
            .filter(at -> at.isAfter(now))
            .min(Instant::compareTo)
            .orElse(null),
        kind == null ? null : kind.name().toLowerCase(Locale.ROOT),
        name,
        HexFormat.of().formatHex(CHINESE.getCollationKey(name == null ? "" : name).toByteArray()),
        classified == null ? null : classified.grade(),
        classified == null ? null : classified.colour(),
        classified == null ? NO_GRADE : classified.grade(),
        ContractJson.plain().writeValueAsString(state.externalIds()),
        FieldJson.write(state.fields()).toString(),
        index,
        Index.ofName(
            kind == ProfileEvent.Kind.PERSON || name == null
                ? null
                : names.computeIfAbsent(name, Name::of)));
  }

  /// @param names where those that it is found by are noted
  private static Index index(CustomerAt state, Map<String, Name> names) {
    List<String> texts = new ArrayList<>();
    collect(state.fields(), names, texts);
    state.contacts().values().forEach(fields -> collect(fields, names, texts));
    state.externalIds().stream().map(ExternalId::id).forEach(texts::add);
    return Index.of(texts, names.values());
  }

  private static void collect(
      Map<String, Personal<FieldValue>> fields, Map<String, Name> names, List<String> texts) {
    fields.forEach(
        (field, value) -> {
          if (!(value instanceof Personal.Known<FieldValue>(FieldValue known))) {
            return;
          }
          switch (known) {
            case FieldValue.Text(String text) -> {
              if (field.equals("name")) {
                names.computeIfAbsent(cut(text), Name::of);
              } else {
                texts.add(cut(text));
              }
            }
            case FieldValue.Phone(String phone, String entered) -> {
              for (String part : phone.split(";ext=", 2)) {
                texts.add(digits(part));
              }
              texts.add(digits(entered));
            }
            case FieldValue.Mail(String mail) -> texts.add(mail);
            case FieldValue.Url(String url) -> texts.add(cut(url));
            case FieldValue.Number _,
                FieldValue.Money _,
                FieldValue.Date _,
                FieldValue.Choice _,
                FieldValue.GeoPoint _ -> {}
          }
        });
  }

  private static String cut(String text) {
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

  private static @Nullable String text(@Nullable Personal<FieldValue> value) {
    return value instanceof Personal.Known<FieldValue>(FieldValue.Text(String text)) ? text : null;
  }

  private static RuleBasedCollator chinese() {
    return (RuleBasedCollator) Collator.getInstance(ULocale.CHINESE).freeze();
  }
}
