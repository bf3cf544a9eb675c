package custody.command.axon;

import custody.command.Receipt;
import custody.command.Request;
import custody.store.Answer;
import custody.store.Claim;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// The one payload that travels on the command bus: requests to one stream, done as one append.
///
/// @param rehearsal true to decide only
/// @param fresh true if the stream can be taken to be new, which saves looking for it
/// @param taken claims known to belong to other streams
/// @param answer key and request to keep the receipt under
record Submission(
    List<Request> requests,
    boolean rehearsal,
    boolean fresh,
    Map<Claim, UUID> taken,
    @Nullable AnswerKey answer) {

  /// @param key keyed hash of actor and idempotency key, in hex
  /// @param request keyed hash of the request, in hex
  record AnswerKey(String key, String request) {
    private static final JsonMapper JSON = new JsonMapper();

    boolean isOf(Answer answer) {
      return answer.key().equals(key) && answer.request().equals(request);
    }

    Answer answer(Receipt receipt) {
      return new Answer(key, request, JSON.writeValueAsString(receipt));
    }

    static Receipt receipt(Answer answer) {
      return JSON.readValue(answer.receipt(), Receipt.class);
    }
  }

  Submission {
    requests = List.copyOf(requests);
    taken = Map.copyOf(taken);
  }

  UUID stream() {
    return requests.getFirst().stream();
  }
}
