package custody.service.looks;

import custody.service.Caller;
import custody.service.rights.Right;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What a request looks at, put together while it is answered and recorded before the answer
/// leaves.
public final class Look {
  private static final String ATTRIBUTE = Look.class.getName();

  /// More are counted and not named.
  private static final int MOST_NAMED = 10_000;

  /// What was done.
  public enum Action {
    SAW,
    SEARCHED,
    EXPORTED,
    REVEALED,
    REFUSED;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private @Nullable Caller caller;
  private boolean byStranger;
  private @Nullable Action action;
  private @Nullable UUID customer;
  private @Nullable List<UUID> customers;
  private @Nullable Integer shown;
  private List<String> words = List.of();
  private @Nullable String reason;
  private Right right = Right.EXPORT;
  private boolean impersonal;
  private final Set<UUID> held = new HashSet<>();
  private int rows;

  Look() {}

  /// The request's one look.
  public static Look of(HttpServletRequest request) {
    if (request.getAttribute(ATTRIBUTE) instanceof Look look) {
      return look;
    }
    Look look = new Look();
    request.setAttribute(ATTRIBUTE, look);
    return look;
  }

  /// Who looks.
  public void by(Caller caller) {
    this.caller = caller;
  }

  /// Somebody looks who is not known, and sees nothing.
  public void byStranger() {
    this.byStranger = true;
  }

  /// Why, in the caller's words.
  public void because(@Nullable String reason) {
    this.reason = reason;
  }

  /// At one customer, everything or masked.
  public void at(UUID customer) {
    this.customer = customer;
    if (action == null) {
      action = Action.SAW;
    }
  }

  /// At these, in a list.
  public void at(Action action, Collection<UUID> customers) {
    this.action = action;
    this.customers = customers.stream().distinct().toList();
    this.shown = this.customers.size();
  }

  /// At something, unless more is said.
  public void begins() {
    if (action == null) {
      action = Action.SAW;
    }
  }

  /// Opens one customer's masked data.
  public void reveals(UUID customer) {
    this.customer = customer;
    this.action = Action.REVEALED;
  }

  /// Opens the masked data of many at once.
  public void reveals(Collection<UUID> customers) {
    at(Action.REVEALED, customers);
    this.right = Right.REVEAL_MANY;
  }

  /// If the answer is a file, it is taken by this right, and not by that to export.
  public void takenBy(Right right) {
    this.right = right;
  }

  /// At whatever happens from now on, taken away as it happens.
  public void follows() {
    this.action = Action.EXPORTED;
    this.right = Right.FOLLOW;
  }

  /// For these words.
  public void searched(List<String> words) {
    this.words = List.copyOf(words);
  }

  @Nullable Caller caller() {
    return caller;
  }

  /// A row of what is taken, about this customer; said while it is sent.
  public void holds(UUID customer) {
    rows++;
    if (held.size() <= MOST_NAMED) {
      held.add(customer);
    }
  }

  /// The customers in what was taken; null if they are too many to name.
  @Nullable List<UUID> held() {
    return held.size() > MOST_NAMED ? null : List.copyOf(held);
  }

  /// How many rows were taken.
  int rows() {
    return rows;
  }

  boolean isByStranger() {
    return byStranger;
  }

  @Nullable Action action() {
    return action;
  }

  @Nullable UUID customer() {
    return customer;
  }

  @Nullable List<UUID> customers() {
    return customers;
  }

  @Nullable Integer shown() {
    return shown;
  }

  /// The rows answered hold nothing that is anybody's: ids, times, counts. Read by a page or a
  /// program they are no export; as a file they still are.
  public void impersonal() {
    impersonal = true;
  }

  /// Whether it stands here at whom is looked, or it is at nobody.
  boolean isNamed() {
    return customer != null || customers != null || impersonal;
  }

  Right right() {
    return right;
  }

  /// Of how many customers it is said to be.
  int size() {
    return customers == null ? 1 : customers.size();
  }

  List<String> words() {
    return words;
  }

  @Nullable String reason() {
    return reason;
  }
}
