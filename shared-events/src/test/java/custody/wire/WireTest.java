package custody.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import custody.contract.Actor;
import custody.contract.Changes;
import custody.contract.Channel;
import custody.contract.Envelope;
import custody.contract.Event;
import custody.contract.FieldValue;
import custody.contract.Holder;
import custody.contract.ImportSource;
import custody.contract.Personal;
import custody.contract.ProfileEvent;
import custody.contract.UuidV7;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class WireTest {
  private final DataKey key = new DataKey(DataKey.random());
  private final UUID stream = UuidV7.create();
  private final UUID eventId = UuidV7.create();

  private final Event registered =
      new ProfileEvent.Registered(
          ProfileEvent.Kind.OUTLET,
          new Changes(
              Map.of("employees", new FieldValue.Number(new BigDecimal("1.50"))),
              Map.of(
                  "name", Personal.of(new FieldValue.Text("好味道餐厅")),
                  "location", Personal.of(new FieldValue.GeoPoint(31.2, 121.5))),
              Set.of()),
          List.of(new ProfileEvent.ExternalId("crm", "A-1")),
          new Holder.Pool("华东"));

  private final Envelope envelope =
      new Envelope(
          new Actor(Actor.Kind.SERVICE, "erp"),
          Channel.IMPORT,
          Personal.of("from the old system"),
          Instant.parse("2020-02-29T12:00:00Z"),
          UuidV7.create(),
          null,
          new ImportSource("crm", "A-1", Personal.of("王芳")));

  private StoredEvent written() {
    return Wire.write(registered, envelope, stream, eventId, key);
  }

  @Test
  void what_was_written_reads_the_same() {
    StoredEvent stored = written();

    assertThat(Wire.readEvent(stored, stream, eventId, key)).isEqualTo(registered);
    assertThat(Wire.readEnvelope(stored, envelope.effectiveAt(), stream, eventId, key))
        .isEqualTo(envelope);
  }

  @Test
  void only_what_is_not_personal_can_be_read_in_the_store() {
    StoredEvent stored = written();

    assertThat(stored.payload()).contains("outlet", "A-1", "1.50", "华东");
    assertThat(stored.payload() + stored.envelope())
        .doesNotContain("好味道", "121.5", "王芳", "old system");
  }

  @Test
  void without_the_key_personal_data_reads_as_erased_and_the_rest_as_before() {
    StoredEvent stored = written();

    ProfileEvent.Registered read =
        (ProfileEvent.Registered) Wire.readEvent(stored, stream, eventId, null);
    Envelope readEnvelope = Wire.readEnvelope(stored, null, stream, eventId, null);

    assertThat(read.fields().personal())
        .isEqualTo(Map.of("name", Personal.erased(), "location", Personal.erased()));
    assertThat(read.fields().set())
        .containsEntry("employees", new FieldValue.Number(new BigDecimal("1.50")));
    assertThat(readEnvelope.reason()).isEqualTo(Personal.erased());
    assertThat(readEnvelope.actor()).isEqualTo(envelope.actor());
  }

  @Test
  void sealed_data_opens_only_in_its_own_event_and_stream() {
    StoredEvent stored = written();

    assertThatThrownBy(() -> Wire.readEvent(stored, stream, UuidV7.create(), key))
        .isInstanceOf(UnreadableEventException.class);
    assertThatThrownBy(() -> Wire.readEvent(stored, UuidV7.create(), eventId, key))
        .isInstanceOf(UnreadableEventException.class);
    assertThatThrownBy(() -> Wire.readEvent(stored, stream, eventId, new DataKey(DataKey.random())))
        .isInstanceOf(UnreadableEventException.class);
  }

  @Test
  void an_unknown_name_or_a_newer_revision_is_never_guessed_at() {
    assertThatThrownBy(
            () ->
                Wire.readEvent(
                    new StoredEvent("java.lang.Runtime", 1, "{}", "{}"), stream, eventId, key))
        .isInstanceOf(UnreadableEventException.class);
    assertThatThrownBy(
            () -> Wire.readEvent(new StoredEvent("rep.left", 2, "{}", "{}"), stream, eventId, key))
        .isInstanceOf(UnreadableEventException.class);
  }

  @Test
  void an_error_never_says_what_is_in_the_event() {
    StoredEvent stored = new StoredEvent("contact.removed", 1, "{\"contact\":\"好味道\"}", "{}");

    assertThatThrownBy(() -> Wire.readEvent(stored, stream, eventId, key))
        .isInstanceOf(UnreadableEventException.class)
        .hasStackTraceContaining("contact.removed")
        .satisfies(e -> assertThat(stackTrace(e)).doesNotContain("好味道"));
  }

  @Test
  void what_its_type_refuses_is_damaged() {
    Event amended =
        new ProfileEvent.Amended(
            new Changes(
                Map.of("employees", new FieldValue.Number(BigDecimal.ONE)),
                Map.of(),
                Set.of("turnover")));
    StoredEvent written = Wire.write(amended, envelope, stream, eventId, key);
    StoredEvent twice =
        new StoredEvent(
            written.name(),
            written.revision(),
            written.payload().replace("turnover", "employees"),
            written.envelope());

    assertThatThrownBy(() -> Wire.readEvent(twice, stream, eventId, key))
        .isInstanceOf(UnreadableEventException.class)
        .hasMessageContaining("damaged");
  }

  private static String stackTrace(Throwable e) {
    java.io.StringWriter trace = new java.io.StringWriter();
    e.printStackTrace(new java.io.PrintWriter(trace));
    return trace.toString();
  }

  @Test
  void personal_data_is_not_printed_with_an_event() {
    assertThat(registered.toString()).doesNotContain("好味道", "121.5");
  }
}
