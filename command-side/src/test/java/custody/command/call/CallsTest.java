package custody.command.call;

import static custody.command.DeciderSpecification.day;
import static custody.command.Samples.CUSTOMER;
import static custody.command.Samples.PUBLIC;
import static custody.command.Samples.ZHAO;
import static custody.command.Samples.registered;

import custody.command.DeciderSpecification;
import custody.command.call.CallCommand.LinkRecording;
import custody.command.call.CallCommand.ReceiveCall;
import custody.command.customer.Customer;
import custody.command.customer.CustomerDecider;
import custody.contract.CallEvent.Call;
import custody.contract.CallEvent.CallReceived;
import custody.contract.CallEvent.RecordingLinked;
import custody.contract.CallId;
import custody.contract.Personal;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CallsTest {
  private static final CallId CALL = CallId.create();
  private static final Personal<String> RECORDING = Personal.of("https://calls.example/7");

  private final DeciderSpecification<Customer> customer =
      DeciderSpecification.of(new CustomerDecider(Set.of()))
          .rep(ZHAO, 20, 35)
          .given(0, registered(PUBLIC))
          .today(40);

  private static Call call(int day) {
    return new Call(day(day), Personal.of("+8613912345678"), "hotline", ZHAO, true, 61);
  }

  @Test
  void aCallIsRecordedAsOfWhenItBegan() {
    customer.when(new ReceiveCall(CUSTOMER, CALL, call(30))).then(new CallReceived(CALL, call(30)));
    customer
        .when(new ReceiveCall(CUSTOMER, CALL, call(41)))
        .thenRejected("effective-time-too-late");
  }

  @Test
  void whoHasLeftTakesNoCalls() {
    customer.when(new ReceiveCall(CUSTOMER, CALL, call(36))).thenRejected("rep-not-active");
  }

  @Test
  void aRecordingBelongsToACall() {
    customer.when(new LinkRecording(CUSTOMER, CALL, RECORDING)).thenRejected("call-not-found");
    customer
        .given(40, 30, new CallReceived(CALL, call(30)))
        .when(new LinkRecording(CUSTOMER, CALL, RECORDING))
        .then(new RecordingLinked(CALL, RECORDING));
  }
}
