package custody.command;

import custody.contract.Envelope;
import custody.service.rights.Authority;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What a caller asks of one stream: all of the commands, in order, or nothing.
///
/// @param commands at least one, all to the same stream
/// @param authority on whose right; every command is judged by it
/// @param envelope what the events will say beside their content; its effective time holds for
///     all commands
/// @param expectedVersion the stream's version the caller has seen; null = whatever it is
/// @param idempotency null if the caller did not ask for the same answer on repetition
public record Request(
    List<Command> commands,
    Authority authority,
    Envelope envelope,
    @Nullable Long expectedVersion,
    @Nullable Idempotency idempotency) {

  /// @param key as the caller gave it; unique per actor
  /// @param request all that makes two requests the same one: method, path, body; only a keyed
  ///     hash of it is kept
  public record Idempotency(String key, String request) {}

  /// @throws IllegalArgumentException if there is no command, or commands to several streams
  public Request {
    commands = List.copyOf(commands);
    if (commands.stream().map(Command::stream).distinct().count() != 1) {
      throw new IllegalArgumentException("a request is to exactly one stream");
    }
  }

  public static Request of(Command command, Authority authority, Envelope envelope) {
    return new Request(List.of(command), authority, envelope, null, null);
  }

  public UUID stream() {
    return commands.getFirst().stream();
  }
}
