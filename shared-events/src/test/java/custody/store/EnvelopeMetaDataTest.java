package custody.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import custody.contract.Actor;
import custody.contract.Channel;
import custody.contract.Envelope;
import custody.contract.ImportSource;
import custody.contract.Personal;
import java.time.Instant;
import java.util.UUID;
import org.axonframework.common.IdentifierFactory;
import org.axonframework.messaging.MetaData;
import org.junit.jupiter.api.Test;

class EnvelopeMetaDataTest {
  private static final Envelope LEAST =
      new Envelope(
          new Actor(Actor.Kind.RULE, "recycle"),
          Channel.RULE,
          null,
          null,
          UUID.randomUUID(),
          null,
          null);

  @Test
  void everyPartOfTheEnvelopeComesBack() {
    Envelope full =
        new Envelope(
            new Actor(Actor.Kind.USER, "li.na"),
            Channel.IMPORT,
            Personal.of("搬家"),
            Instant.parse("2024-02-29T23:59:59.999999Z"),
            UUID.randomUUID(),
            UUID.randomUUID(),
            new ImportSource("crm-sales", "42", Personal.of("老王")));
    assertThat(EnvelopeMetaData.read(EnvelopeMetaData.of(full))).isEqualTo(full);
    assertThat(EnvelopeMetaData.read(EnvelopeMetaData.of(LEAST))).isEqualTo(LEAST);
  }

  @Test
  void whatIsErasedStaysErased() {
    Envelope erased =
        new Envelope(
            LEAST.actor(),
            LEAST.channel(),
            Personal.erased(),
            null,
            LEAST.correlationId(),
            null,
            new ImportSource("crm-sales", "42", Personal.erased()));
    assertThat(EnvelopeMetaData.read(EnvelopeMetaData.of(erased))).isEqualTo(erased);
  }

  @Test
  void noEventGoesWithoutAnEnvelope() {
    assertThatThrownBy(() -> EnvelopeMetaData.read(MetaData.with("other", "entry")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("custody.actor");
  }

  @Test
  void messagesHaveIdsThatGrowWithTime() {
    String id = IdentifierFactory.getInstance().generateIdentifier();
    assertThat(UUID.fromString(id).version()).isEqualTo(7);
  }
}
