package custody.store;

import custody.contract.Event;
import custody.contract.Recorded;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.messaging.AbstractMessage;
import org.axonframework.messaging.GenericMessage;
import org.axonframework.messaging.Message;
import org.axonframework.messaging.MetaData;
import org.jspecify.annotations.Nullable;

/// A recorded event as Axon's message. Who knows it takes the record as it was read; Axon's
/// metadata is made of the envelope only for those who ask for it.
@SuppressWarnings("serial") // nobody writes it by Java's own means
public final class RecordedMessage extends GenericDomainEventMessage<Event> {
  private final Recorded recorded;

  /// @param streamType the type of its stream, which only Axon asks for
  RecordedMessage(String streamType, Recorded recorded) {
    super(
        streamType,
        recorded.stream().toString(),
        recorded.sequence(),
        new Content(recorded),
        recorded.recordedAt());
    this.recorded = recorded;
  }

  public Recorded recorded() {
    return recorded;
  }

  @SuppressWarnings("serial")
  private static final class Content extends AbstractMessage<Event> {
    private final Recorded recorded;
    private @Nullable MetaData metaData;

    Content(Recorded recorded) {
      super(recorded.eventId().toString());
      this.recorded = recorded;
    }

    @Override
    public MetaData getMetaData() {
      MetaData made = metaData;
      if (made == null) {
        made = EnvelopeMetaData.of(recorded.envelope());
        metaData = made;
      }
      return made;
    }

    @Override
    public Event getPayload() {
      return recorded.event();
    }

    @Override
    @SuppressWarnings("unchecked") // its class is its class
    public Class<Event> getPayloadType() {
      return (Class<Event>) recorded.event().getClass();
    }

    @Override
    protected Message<Event> withMetaData(MetaData metaData) {
      return new GenericMessage<>(getIdentifier(), getPayload(), metaData);
    }
  }
}
