package custody.command.imports;

import custody.contract.Changes;
import custody.contract.ContactId;
import custody.contract.CorrectionEvent.Voided;
import custody.contract.FieldValue;
import custody.contract.FollowUpEvent.FollowUp;
import custody.contract.FollowUpEvent.FollowUpAmended;
import custody.contract.FollowUpEvent.FollowUpRecorded;
import custody.contract.FollowUpId;
import custody.contract.Holder;
import custody.contract.ImportSource;
import custody.contract.OwnershipEvent;
import custody.contract.Personal;
import custody.contract.ProfileEvent.Amended;
import custody.contract.ProfileEvent.ContactAdded;
import custody.contract.ProfileEvent.ContactAmended;
import custody.contract.ProfileEvent.Registered;
import custody.contract.Recorded;
import custody.contract.RepEvent.Joined;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What an import must know of one stream to tell news from repetition: above all what each record
/// of a source system has said before. A record that says the same again says nothing new, whatever
/// people have changed here since.
final class Known {
  /// @param event that says so; null = not recorded yet
  private record Held(Instant from, long order, Holder holder, @Nullable UUID event) {}

  /// @param system and record as in {@link ImportSource}
  record Source(String system, String record) {}

  private final Map<Source, List<Recorded>> bySource = new HashMap<>();
  private final Map<ContactId, Map<String, Personal<FieldValue>>> contacts = new HashMap<>();
  private final Map<FollowUpId, Recorded> followUps = new HashMap<>();
  private final Map<FollowUpId, FollowUp> followUpDetails = new HashMap<>();
  private final List<Held> holders = new ArrayList<>();
  private final Set<UUID> voided = new HashSet<>();
  private @Nullable Joined joined;
  private boolean begun;
  private long order;

  Known(List<Recorded> stream) {
    for (Recorded recorded : stream) {
      if (recorded.event() instanceof Voided(UUID event)) {
        voided.add(event);
      }
    }
    stream.forEach(this::add);
  }

  private void add(Recorded recorded) {
    begun = true;
    ImportSource source = recorded.envelope().source();
    if (source != null) {
      bySource
          .computeIfAbsent(new Source(source.system(), source.record()), _ -> new ArrayList<>())
          .add(recorded);
    }
    switch (recorded.event()) {
      case Registered it ->
          holders.add(new Held(recorded.effectiveAt(), order++, it.holder(), recorded.eventId()));
      case OwnershipEvent it when !voided.contains(recorded.eventId()) ->
          holders.add(new Held(recorded.effectiveAt(), order++, it.to(), recorded.eventId()));
      case ContactAdded it -> contacts.put(it.contact(), it.fields().applyTo(Map.of()));
      case ContactAmended it when source != null && contacts.containsKey(it.contact()) ->
          contacts.computeIfPresent(it.contact(), (_, said) -> it.fields().applyTo(said));
      case FollowUpRecorded it -> {
        followUps.put(it.followUp(), recorded);
        followUpDetails.put(it.followUp(), it.details());
      }
      case FollowUpAmended it when source != null ->
          followUpDetails.put(it.followUp(), it.details());
      case Joined it -> joined = it;
      default -> {
        // says nothing that a repetition could be held against
      }
    }
  }

  /// Whether the stream has begun, or will have once what was asked for is recorded.
  boolean begun() {
    return begun;
  }

  void begin() {
    begun = true;
  }

  @Nullable Joined joined() {
    return joined;
  }

  void holds(Instant from, Holder holder) {
    holders.add(new Held(from, order++, holder, null));
  }

  /// Who has the customer then; null before registration.
  @Nullable Holder holder(Instant at) {
    return holders.stream()
        .filter(held -> !held.from().isAfter(at))
        .max(Comparator.comparing(Held::from).thenComparingLong(Held::order))
        .map(Held::holder)
        .orElse(null);
  }

  /// What the record has said before, the oldest first.
  List<Recorded> said(Source source) {
    return bySource.getOrDefault(source, List.of());
  }

  /// The fields as the record last said them.
  Map<String, Personal<FieldValue>> fieldsSaid(Source source) {
    Map<String, Personal<FieldValue>> fields = new TreeMap<>();
    for (Recorded recorded : said(source)) {
      if (recorded.event() instanceof Registered it) {
        fields = new TreeMap<>(it.fields().applyTo(fields));
      } else if (recorded.event() instanceof Amended it) {
        fields = new TreeMap<>(it.fields().applyTo(fields));
      }
    }
    return fields;
  }

  @Nullable Map<String, Personal<FieldValue>> contact(ContactId contact) {
    return contacts.get(contact);
  }

  /// The event that recorded it first; null if there is none.
  @Nullable Recorded followUp(FollowUpId followUp) {
    return followUps.get(followUp);
  }

  /// As the source last said it.
  @Nullable FollowUp followUpSaid(FollowUpId followUp) {
    return followUpDetails.get(followUp);
  }

  void voids(UUID event) {
    voided.add(event);
    holders.removeIf(held -> event.equals(held.event()));
  }

  boolean isVoided(UUID event) {
    return voided.contains(event);
  }

  /// What of the wish the source has not said before.
  static Changes news(Changes wish, Map<String, Personal<FieldValue>> said) {
    return new Changes(
        wish.set().entrySet().stream()
            .filter(it -> !Personal.of(it.getValue()).equals(said.get(it.getKey())))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)),
        wish.personal().entrySet().stream()
            .filter(it -> !it.getValue().equals(said.get(it.getKey())))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)),
        wish.cleared().stream().filter(said::containsKey).collect(Collectors.toSet()));
  }
}
