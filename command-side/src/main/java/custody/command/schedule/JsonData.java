package custody.command.schedule;

import com.github.kagkarlsson.scheduler.serializer.Serializer;
import custody.wire.ContractJson;
import org.jspecify.annotations.Nullable;

/// What a task has to know, as JSON: readable in psql, and never the bytes of a Java class.
final class JsonData implements Serializer {
  @Override
  public byte @Nullable [] serialize(@Nullable Object data) {
    return data == null ? null : ContractJson.plain().writeValueAsBytes(data);
  }

  @Override
  public <T> @Nullable T deserialize(Class<T> type, byte @Nullable [] data) {
    return data == null ? null : ContractJson.plain().readValue(data, type);
  }
}
