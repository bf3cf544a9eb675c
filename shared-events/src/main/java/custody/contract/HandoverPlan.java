package custody.contract;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The rules by which a handover case is split. Each customer in scope goes where an exception
/// says; else where the first split says that has a receiver with room for it; else to the pool for
/// the rest; else nowhere, and is listed.
///
/// @param scope which customers; all conditions must hold, none = all of them
/// @param splits in the order in which they are tried
/// @param restTo the pool for customers no split places; null = they are listed and stay
/// @param firstContactDays days within which a receiver is to contact each customer
public record HandoverPlan(
    List<Condition> scope,
    List<Receiver> receivers,
    List<Split> splits,
    List<Placement> exceptions,
    @Nullable String restTo,
    int firstContactDays) {
  public HandoverPlan {
    scope = List.copyOf(scope);
    receivers = List.copyOf(receivers);
    splits = List.copyOf(splits);
    exceptions = List.copyOf(exceptions);
  }

  /// @param field `kind`, `grade`, or a profile field that is not personal
  /// @param values one of which the field has
  public record Condition(String field, List<String> values) {
    public Condition {
      values = List.copyOf(values);
    }
  }

  /// @param capacity the most customers the rep may get by this case; null = any number
  public record Receiver(RepId rep, @Nullable Integer capacity) {}

  /// Customers whose way is said by name.
  ///
  /// @param to null = they stay where they are
  public record Placement(List<CustomerId> customers, @Nullable Holder to) {
    public Placement {
      customers = List.copyOf(customers);
    }
  }

  /// A rule that places customers. Among several receivers who fit, the one with the least load
  /// gets the next customer.
  public sealed interface Split {
    /// By a field's value, such as the region.
    ///
    /// @param field `kind`, `grade`, or a profile field that is not personal
    record ByField(String field, List<Choice> choices) implements Split {
      public ByField {
        choices = List.copyOf(choices);
      }
    }

    /// To whom customers with one of these values go.
    record Choice(List<String> values, List<RepId> to) {
      public Choice {
        values = List.copyOf(values);
        to = List.copyOf(to);
      }
    }

    /// To the receiver who has had the most follow-ups with the customer, if any had.
    ///
    /// @param atLeast follow-ups that make a relationship, from 1
    record ByRelationship(int atLeast) implements Split {}

    /// In turn.
    ///
    /// @param among null or empty = all receivers
    record RoundRobin(List<RepId> among) implements Split {
      public RoundRobin(@Nullable List<RepId> among) {
        this.among = among == null ? List.of() : List.copyOf(among);
      }
    }

    /// To whoever has the least, what the receivers have already counted in.
    ///
    /// @param among null or empty = all receivers
    /// @param weights how much a customer of each grade weighs; a grade not named, and no grade,
    ///     weighs 1; null or empty = by number
    record Balanced(List<RepId> among, Map<String, Integer> weights) implements Split {
      public Balanced(@Nullable List<RepId> among, @Nullable Map<String, Integer> weights) {
        this.among = among == null ? List.of() : List.copyOf(among);
        this.weights = weights == null ? Map.of() : Map.copyOf(weights);
      }
    }
  }
}
