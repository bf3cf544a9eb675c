package custody.service.looks;

import custody.service.Caller;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What a request looks at, put together while it is answered and recorded before the answer
/// leaves.
public final class Look {
  private static final String ATTRIBUTE = Look.class.getName();

  /// What was done.
  public enum Action {
    SAW,
    SEARCHED,
    EXPORTED,
    REVEALED,
    REFUSED
  }

  private @Nullable Caller caller;
  private @Nullable Action action;
  private @Nullable UUID customer;
  private @Nullable List<UUID> customers;
  private @Nullable Integer shown;
  private List<String> words = List.of();
  private @Nullable String reason;

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

  /// At many, who are not named.
  ///
  /// @param shown how many; null = not known beforehand
  public void atMany(Action action, @Nullable Integer shown) {
    this.action = action;
    this.shown = shown;
  }

  /// What was done with what is being looked at.
  public void as(Action action) {
    this.action = action;
  }

  /// For these words.
  public void searched(List<String> words) {
    this.words = List.copyOf(words);
  }

  @Nullable Caller caller() {
    return caller;
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

  List<String> words() {
    return words;
  }

  @Nullable String reason() {
    return reason;
  }
}
