package custody.command.axon;

import custody.command.Outcome;
import java.util.List;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.CommandCallback;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.CommandResultMessage;
import org.axonframework.commandhandling.GenericCommandResultMessage;
import org.axonframework.common.Registration;
import org.axonframework.messaging.MessageDispatchInterceptor;
import org.axonframework.messaging.MessageHandler;
import org.axonframework.messaging.MessageHandlerInterceptor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The local end of a distributed bus: whatever becomes of a command, also while its unit of work
/// commits, goes back as a {@link Reply}.
final class ReplyingBus implements CommandBus {
  private static final Logger log = LoggerFactory.getLogger(ReplyingBus.class);

  private final CommandBus local;

  ReplyingBus(CommandBus local) {
    this.local = local;
  }

  @Override
  public <C, R> void dispatch(
      CommandMessage<C> command, CommandCallback<? super C, ? super R> callback) {
    local.<C, Object>dispatch(
        command, (message, result) -> callback.onResult(message, replied(reply(result))));
  }

  private static Reply reply(CommandResultMessage<?> result) {
    if (result.isExceptional()) {
      Reply reply = Reply.to(result.exceptionResult());
      if (reply instanceof Reply.Failed) {
        log.error("A command failed.", result.exceptionResult());
      }
      return reply;
    }
    return new Reply.Done(outcomes(result.getPayload()));
  }

  @SuppressWarnings("unchecked") // what the shell answers
  private static List<Outcome> outcomes(Object payload) {
    return (List<Outcome>) payload;
  }

  @SuppressWarnings("unchecked") // Axon's callbacks take whatever the dispatcher expects
  private static <R> CommandResultMessage<? extends R> replied(Reply reply) {
    return (CommandResultMessage<? extends R>)
        GenericCommandResultMessage.asCommandResultMessage(reply);
  }

  @Override
  public <C> void dispatch(CommandMessage<C> command) {
    local.dispatch(command);
  }

  @Override
  public @Nullable Registration subscribe(
      String command, MessageHandler<? super CommandMessage<?>> handler) {
    return local.subscribe(command, handler);
  }

  @Override
  public @Nullable Registration registerHandlerInterceptor(
      MessageHandlerInterceptor<? super CommandMessage<?>> interceptor) {
    return local.registerHandlerInterceptor(interceptor);
  }

  @Override
  public @Nullable Registration registerDispatchInterceptor(
      MessageDispatchInterceptor<? super CommandMessage<?>> interceptor) {
    return local.registerDispatchInterceptor(interceptor);
  }
}
