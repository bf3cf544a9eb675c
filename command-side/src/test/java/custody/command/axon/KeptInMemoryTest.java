package custody.command.axon;

import static org.assertj.core.api.Assertions.assertThat;

import custody.command.Samples;
import custody.command.axon.EventSourced.Past;
import custody.command.customer.Customer;
import custody.command.customer.CustomerDecider;
import custody.contract.Actor;
import custody.contract.Channel;
import custody.contract.Envelope;
import custody.contract.ProfileEvent.Registered;
import custody.contract.Recorded;
import custody.contract.SmallProcess;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// A company may register more customers than fit the memory, and nothing else of them.
class KeptInMemoryTest {
  private static final int HEAP = 64;
  private static final int CUSTOMERS = 60_000;

  @Test
  void customersOfOneEventTakeTheShareThatIsTheirs() throws Exception {
    long taken = Long.parseLong(SmallProcess.run(HEAP, Registering.class));
    assertThat(taken >> 20).as("MB taken").isBetween(HEAP / 8L, HEAP / 4L);
  }

  /// A process of its own, as it is its memory that is measured.
  static final class Registering {
    private Registering() {}

    public static void main(String[] arguments) {
      long before = used();
      LeastRecentlyUsed cache =
          new LeastRecentlyUsed(new CommandProperties(null, 1).eventsInMemory());
      for (int i = 0; i < CUSTOMERS; i++) {
        String id = new UUID(i, i).toString();
        CustomerAggregate customer = new CustomerAggregate(id);
        customer.become(registered(i));
        cache.put(id, customer);
        cache.weigh(id, customer.past().weight(new CustomerDecider(Set.of()).aside()));
      }
      System.out.println(used() - before);
      cache.removeAll(); // so that it was there until now
    }

    private static long used() {
      System.gc();
      return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static Past<Customer> registered(int number) {
      CustomerDecider decider = new CustomerDecider(Set.of());
      Instant at = Instant.ofEpochSecond(number);
      Registered event =
          Samples.registered(
              Samples.texts(
                  "name", "客户" + number,
                  "phone", "+86139" + (10_000_000 + number),
                  "address", "上海市浦东新区世纪大道 " + number,
                  "remark", "每周二送货，先打电话 " + number,
                  "region", "area " + number % 50));
      Envelope envelope =
          new Envelope(
              new Actor(Actor.Kind.SERVICE, "test"),
              Channel.IMPORT,
              null,
              at,
              new UUID(0, 1),
              null,
              null);
      return Past.none(decider)
          .with(
              decider,
              new Recorded(
                  0, new UUID(1, number), new UUID(number, number), 0, at, envelope, event));
    }
  }
}
