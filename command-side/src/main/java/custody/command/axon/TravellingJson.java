package custody.command.axon;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import custody.command.Command;
import custody.command.Outcome;
import custody.command.Request;
import custody.command.call.CallCommand;
import custody.command.churn.ChurnCommand;
import custody.command.complaint.ComplaintCommand;
import custody.command.correction.CorrectionCommand;
import custody.command.erasure.ErasureCommand;
import custody.command.erasure.PersonalDataCommand;
import custody.command.followup.FollowUpCommand;
import custody.command.handover.HandoverCommand;
import custody.command.merge.MergeCommand;
import custody.command.ownership.OwnershipCommand;
import custody.command.profile.AssortmentCommand;
import custody.command.profile.ContactCommand;
import custody.command.profile.DateCommand;
import custody.command.profile.ProfileCommand;
import custody.command.recycling.RecyclingCommand;
import custody.command.rep.RepCommand;
import custody.command.responsibility.ResponsibilityCommand;
import custody.command.rule.RuleCommand;
import custody.contract.Envelope;
import custody.service.Access;
import custody.service.rights.Authority;
import custody.store.Claim;
import custody.wire.ContractJson;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.NamedType;

/// Submissions and replies as JSON, for the way between processes. Nothing outside of these lists
/// is ever read: a command is known by `slice.Command`, never by a class.
final class TravellingJson {
  /// A command of any other slice does not travel.
  private static final List<Class<? extends Command>> SLICES =
      List.of(
          AssortmentCommand.class,
          CallCommand.class,
          ChurnCommand.class,
          ComplaintCommand.class,
          ContactCommand.class,
          CorrectionCommand.class,
          DateCommand.class,
          ErasureCommand.class,
          FollowUpCommand.class,
          HandoverCommand.class,
          MergeCommand.class,
          OwnershipCommand.class,
          PersonalDataCommand.class,
          ProfileCommand.class,
          RecyclingCommand.class,
          RepCommand.class,
          ResponsibilityCommand.class,
          RuleCommand.class);

  /// By their names on the way.
  static final Map<String, Class<?>> COMMANDS =
      SLICES.stream()
          .flatMap(TravellingJson::records)
          .collect(Collectors.toUnmodifiableMap(TravellingJson::name, Function.identity()));

  private static final JsonMapper MAPPER = mapper();

  private TravellingJson() {}

  /// A {@link Submission} in parts that JSON has.
  private record Form(
      List<RequestForm> requests,
      boolean rehearsal,
      boolean fresh,
      List<Taken> taken,
      Submission.@Nullable AnswerKey answer) {}

  /// @param access of who called; null = an automation
  private record RequestForm(
      List<Command> commands,
      @Nullable Access access,
      Authority.@Nullable Automation automation,
      Envelope envelope,
      @Nullable Long expectedVersion,
      Request.@Nullable Idempotency idempotency) {}

  private record Taken(Claim claim, UUID holder) {}

  static byte[] write(Submission submission) {
    return MAPPER.writeValueAsBytes(
        new Form(
            submission.requests().stream().map(TravellingJson::form).toList(),
            submission.rehearsal(),
            submission.fresh(),
            submission.taken().entrySet().stream()
                .map(entry -> new Taken(entry.getKey(), entry.getValue()))
                .toList(),
            submission.answer()));
  }

  static Submission readSubmission(byte[] json) {
    Form form = MAPPER.readValue(json, Form.class);
    return new Submission(
        form.requests().stream().map(TravellingJson::request).toList(),
        form.rehearsal(),
        form.fresh(),
        form.taken().stream().collect(Collectors.toMap(Taken::claim, Taken::holder)),
        form.answer());
  }

  static byte[] write(Reply reply) {
    return MAPPER.writeValueAsBytes(reply);
  }

  static Reply readReply(byte[] json) {
    return MAPPER.readValue(json, Reply.class);
  }

  private static RequestForm form(Request request) {
    return new RequestForm(
        request.commands(),
        request.authority() instanceof Authority.Called(Access access) ? access : null,
        request.authority() instanceof Authority.Automation automation ? automation : null,
        request.envelope(),
        request.expectedVersion(),
        request.idempotency());
  }

  private static Request request(RequestForm form) {
    Authority authority =
        form.access() != null ? new Authority.Called(form.access()) : form.automation();
    if (authority == null) {
      throw new IllegalArgumentException("a request on nobody's right");
    }
    return new Request(
        form.commands(), authority, form.envelope(), form.expectedVersion(), form.idempotency());
  }

  private static Stream<Class<?>> records(Class<?> type) {
    return type.isRecord()
        ? Stream.of(type)
        : Stream.of(type.getPermittedSubclasses()).flatMap(TravellingJson::records);
  }

  private static String name(Class<?> command) {
    String path = command.getPackageName();
    return path.substring(path.lastIndexOf('.') + 1) + "." + command.getSimpleName();
  }

  private static JsonMapper mapper() {
    return ContractJson.plain()
        .rebuild()
        // The other process may be of a newer version.
        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .addMixIn(Command.class, ByName.class)
        .registerSubtypes(
            COMMANDS.entrySet().stream()
                .map(entry -> new NamedType(entry.getValue(), entry.getKey()))
                .toArray(NamedType[]::new))
        .addMixIn(Outcome.class, Outcomes.class)
        .addMixIn(Reply.class, Replies.class)
        .build();
  }

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "command")
  private interface ByName {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "outcome")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Outcome.Accepted.class, name = "accepted"),
    @JsonSubTypes.Type(value = Outcome.Rejected.class, name = "rejected")
  })
  private interface Outcomes {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "reply")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Reply.Done.class, name = "done"),
    @JsonSubTypes.Type(value = Reply.ClaimTaken.class, name = "claim-taken"),
    @JsonSubTypes.Type(value = Reply.Answered.class, name = "answered"),
    @JsonSubTypes.Type(value = Reply.Conflict.class, name = "conflict"),
    @JsonSubTypes.Type(value = Reply.Unavailable.class, name = "unavailable"),
    @JsonSubTypes.Type(value = Reply.Unknown.class, name = "unknown"),
    @JsonSubTypes.Type(value = Reply.Failed.class, name = "failed")
  })
  private interface Replies {}
}
