package custody.query;

import custody.contract.Actor;
import custody.contract.Changes;
import custody.contract.Channel;
import custody.contract.CorrectionEvent;
import custody.contract.CustomerEvent;
import custody.contract.Envelope;
import custody.contract.FieldValue;
import custody.contract.Holder;
import custody.contract.ImportSource;
import custody.contract.Personal;
import custody.contract.ProfileEvent;
import custody.contract.Recorded;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One customer's events, told by hand.
public final class Story {
  public final UUID customer = new UUID(0x0190_0000_0000_7000L, 0x8000_0000_0000_0001L);
  private final List<Recorded> events = new ArrayList<>();

  /// @param recorded when it was recorded
  /// @param effective since when it is true; null = from then on
  /// @return the event's id
  public UUID tell(String recorded, @Nullable String effective, CustomerEvent event) {
    int number = events.size() + 1;
    UUID id = new UUID(0x0190_0000_0000_7000L, 0x8000_0000_0000_1000L + number);
    events.add(
        new Recorded(
            number,
            id,
            customer,
            number - 1,
            Instant.parse(recorded),
            new Envelope(
                new Actor(Actor.Kind.USER, "alice"),
                Channel.API,
                Personal.of("reason " + number),
                effective == null ? null : Instant.parse(effective),
                id,
                null,
                event instanceof ProfileEvent.Registered
                    ? new ImportSource("crm", "K-1", Personal.of("Li Lei"))
                    : null),
            event));
    return id;
  }

  public UUID register(String recorded, @Nullable String effective, Changes fields) {
    return tell(
        recorded,
        effective,
        new ProfileEvent.Registered(
            ProfileEvent.Kind.COMPANY,
            fields,
            List.of(new ProfileEvent.ExternalId("crm", "K-1")),
            new Holder.Pool("north")));
  }

  public UUID amend(String recorded, @Nullable String effective, Changes fields) {
    return tell(recorded, effective, new ProfileEvent.Amended(fields));
  }

  public UUID voided(String recorded, UUID event) {
    return tell(recorded, null, new CorrectionEvent.Voided(event));
  }

  public static Changes text(String field, String value) {
    return new Changes(Map.of(), Map.of(field, Personal.of(new FieldValue.Text(value))), Set.of());
  }

  public static Changes cleared(String field) {
    return new Changes(Map.of(), Map.of(), Set.of(field));
  }

  public List<Recorded> events() {
    return List.copyOf(events);
  }
}
