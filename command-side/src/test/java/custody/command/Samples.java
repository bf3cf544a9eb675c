package custody.command;

import custody.contract.Changes;
import custody.contract.CustomerId;
import custody.contract.FieldValue;
import custody.contract.Holder;
import custody.contract.Personal;
import custody.contract.ProfileEvent.ExternalId;
import custody.contract.ProfileEvent.Kind;
import custody.contract.ProfileEvent.Registered;
import custody.contract.RepId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/// What tests speak of.
public final class Samples {
  public static final CustomerId CUSTOMER = new CustomerId(DeciderSpecification.STREAM);
  public static final RepId LI = new RepId(new UUID(0x7000, 0x8000_0000_0000_0001L));
  public static final RepId WANG = new RepId(new UUID(0x7000, 0x8000_0000_0000_0002L));
  public static final RepId ZHAO = new RepId(new UUID(0x7000, 0x8000_0000_0000_0003L));
  public static final Holder.Pool PUBLIC = new Holder.Pool("public");

  private Samples() {}

  public static Registered registered(Holder holder) {
    return new Registered(Kind.COMPANY, Changes.none(), List.of(), holder);
  }

  public static Registered registered(Changes fields) {
    return new Registered(Kind.COMPANY, fields, List.of(new ExternalId("erp", "4711")), PUBLIC);
  }

  /// Personal texts, by name and value in turn.
  public static Changes texts(String... namesAndValues) {
    Map<String, Personal<FieldValue>> personal = new HashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      personal.put(namesAndValues[i], Personal.of(new FieldValue.Text(namesAndValues[i + 1])));
    }
    return new Changes(Map.of(), personal, Set.of());
  }

  public static Changes phone(String e164) {
    return new Changes(
        Map.of(), Map.of("phone", Personal.of(new FieldValue.Phone(e164, e164))), Set.of());
  }

  public static Changes cleared(String... fields) {
    return new Changes(Map.of(), Map.of(), Set.of(fields));
  }
}
