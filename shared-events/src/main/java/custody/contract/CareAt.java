package custody.contract;

import custody.contract.CallEvent.Call;
import custody.contract.CallEvent.CallReceived;
import custody.contract.CallEvent.RecordingLinked;
import custody.contract.ChurnEvent.ChurnRecorded;
import custody.contract.ChurnEvent.WonBack;
import custody.contract.ComplaintEvent.Complaint;
import custody.contract.ComplaintEvent.ComplaintEscalated;
import custody.contract.ComplaintEvent.ComplaintRaised;
import custody.contract.ComplaintEvent.ComplaintResolved;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// How a customer is doing: complaints, loss, calls, by the naive fold.
///
/// @param churn null unless the customer is lost
public record CareAt(
    Map<ComplaintId, ComplaintState> complaints,
    @Nullable ChurnRecorded churn,
    Map<CallId, CallState> calls) {
  public static final CareAt NOTHING = new CareAt(Map.of(), null, Map.of());

  /// @param escalated the last time it was
  /// @param resolved how, once it is
  public record ComplaintState(
      Complaint details,
      @Nullable ComplaintEscalated escalated,
      @Nullable ComplaintResolved resolved) {}

  /// @param recording where it is kept, once that is linked
  public record CallState(Call details, @Nullable Personal<String> recording) {}

  CareAt evolve(ComplaintEvent event) {
    return switch (event) {
      case ComplaintRaised it ->
          with(it.complaint(), _ -> new ComplaintState(it.details(), null, null));
      case ComplaintEscalated it ->
          with(
              it.complaint(),
              before ->
                  before == null
                      ? null
                      : new ComplaintState(before.details(), it, before.resolved()));
      case ComplaintResolved it ->
          with(
              it.complaint(),
              before ->
                  before == null
                      ? null
                      : new ComplaintState(before.details(), before.escalated(), it));
    };
  }

  CareAt evolve(ChurnEvent event) {
    return switch (event) {
      case ChurnRecorded it -> new CareAt(complaints, it, calls);
      case WonBack _ -> new CareAt(complaints, null, calls);
    };
  }

  CareAt evolve(CallEvent event) {
    return new CareAt(
        complaints,
        churn,
        switch (event) {
          case CallReceived it -> changed(calls, it.call(), _ -> new CallState(it.details(), null));
          case RecordingLinked it ->
              changed(
                  calls,
                  it.call(),
                  before ->
                      before == null ? null : new CallState(before.details(), it.recording()));
        });
  }

  private CareAt with(ComplaintId complaint, UnaryOperator<@Nullable ComplaintState> change) {
    return new CareAt(changed(complaints, complaint, change), churn, calls);
  }

  static <K, V> Map<K, V> changed(Map<K, V> before, K key, UnaryOperator<@Nullable V> change) {
    Map<K, V> after = new LinkedHashMap<>(before);
    V value = change.apply(before.get(key));
    if (value == null) {
      after.remove(key);
    } else {
      after.put(key, value);
    }
    return Collections.unmodifiableMap(after);
  }
}
