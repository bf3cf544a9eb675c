package custody.query.customers;

import com.ibm.icu.text.Collator;
import com.ibm.icu.text.RuleBasedCollator;
import com.ibm.icu.util.ULocale;
import custody.contract.CustomerAt;
import custody.contract.FieldValue;
import custody.contract.Personal;
import custody.contract.ProfileEvent;
import custody.contract.ProfileEvent.Classified;
import custody.service.field.FieldJson;
import custody.wire.ContractJson;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A customer as the search knows it: its state, spread over columns.
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
  private static final String NO_GRADE = "~";
  private static final RuleBasedCollator CHINESE = chinese();

  static Row of(Folded folded, Texts texts) {
    CustomerAt state = folded.state();
    Classified classified = state.classification();
    ProfileEvent.Kind kind = state.mergedInto() == null ? state.kind() : null;
    String name = text(state.fields().get("name"));
    return new Row(
        folded.customer(),
        folded.registeredAt(),
        folded.nextChangeAt(),
        kind == null ? null : kind.name().toLowerCase(Locale.ROOT),
        name,
        HexFormat.of().formatHex(CHINESE.getCollationKey(name == null ? "" : name).toByteArray()),
        classified == null ? null : classified.grade(),
        classified == null ? null : classified.colour(),
        classified == null ? NO_GRADE : classified.grade(),
        ContractJson.plain().writeValueAsString(state.externalIds()),
        FieldJson.write(state.fields()).toString(),
        texts.index(),
        kind == ProfileEvent.Kind.PERSON || name == null ? Index.NONE : texts.name(name));
  }

  /// What stands for it to be found by, but for the tokens, which are made of it.
  List<String> foundBy() {
    return List.of(index.words(), index.sounds(), byName.words(), byName.sounds());
  }

  private static @Nullable String text(@Nullable Personal<FieldValue> value) {
    return value instanceof Personal.Known<FieldValue>(FieldValue.Text(String text)) ? text : null;
  }

  private static RuleBasedCollator chinese() {
    return (RuleBasedCollator) Collator.getInstance(ULocale.CHINESE).freeze();
  }
}
