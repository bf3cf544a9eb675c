package custody.service.looks;

import custody.service.Caller;
import custody.service.Role;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How much of what one sees may be opened or taken away on one day of the company. Who has several
/// roles has the most that any of them allows.
///
/// @param warnAtPercent of a limit, from which on a rep's manager is told
/// @param accounts limits of single accounts, in place of their role's: by `user:<name>`,
///     `rep:<id>` or `service:<name>`
@ConfigurationProperties("custody.daily-limits")
public record DailyLimits(
    @DefaultValue("80") int warnAtPercent,
    @DefaultValue Rep rep,
    @DefaultValue Manager manager,
    @DefaultValue Steward steward,
    @DefaultValue Auditor auditor,
    @DefaultValue Admin admin,
    @DefaultValue Service service,
    @DefaultValue Map<String, Account> accounts) {

  /// @param reveals customers whose masked data is opened
  /// @param exports files
  public record Rep(@DefaultValue("50") int reveals, @DefaultValue("5") int exports) {}

  /// @param reveals customers whose masked data is opened
  /// @param exports files
  public record Manager(@DefaultValue("200") int reveals, @DefaultValue("20") int exports) {}

  /// @param reveals customers whose masked data is opened
  /// @param exports files
  public record Steward(@DefaultValue("50") int reveals, @DefaultValue("5") int exports) {}

  /// @param reveals customers whose masked data is opened
  /// @param exports files
  public record Auditor(@DefaultValue("200") int reveals, @DefaultValue("50") int exports) {}

  /// @param exports files: what was rejected of imports, what we have of a person
  public record Admin(@DefaultValue("50") int exports) {}

  /// @param reveals customers whose masked data is opened; none = no limit
  /// @param exports files and streams; none = no limit
  public record Service(@Nullable Integer reveals, @Nullable Integer exports) {}

  /// @param reveals customers whose masked data is opened; none = no limit
  /// @param exports files; none = no limit
  public record Account(@Nullable Integer reveals, @Nullable Integer exports) {}

  /// @return null = no limit
  @Nullable Integer of(Caller caller, Counted counted) {
    Account account = accounts.get(caller.actor().toString());
    if (account != null) {
      return counted == Counted.REVEALS ? account.reveals() : account.exports();
    }
    if (caller.access().isService()) {
      return counted == Counted.REVEALS ? service.reveals() : service.exports();
    }
    return caller.access().roles().stream().mapToInt(role -> of(role, counted)).max().orElse(0);
  }

  private int of(Role role, Counted counted) {
    boolean reveals = counted == Counted.REVEALS;
    return switch (role) {
      case REP -> reveals ? rep.reveals() : rep.exports();
      case MANAGER -> reveals ? manager.reveals() : manager.exports();
      case STEWARD -> reveals ? steward.reveals() : steward.exports();
      case AUDITOR -> reveals ? auditor.reveals() : auditor.exports();
      case ADMIN -> reveals ? 0 : admin.exports();
    };
  }

  /// What of a limit is still no reason to tell anybody.
  int unremarkable(int limit) {
    return Math.ceilDiv(Math.multiplyExact(limit, warnAtPercent), 100) - 1;
  }

  /// What is counted.
  enum Counted {
    /// By customer.
    REVEALS,
    /// By file.
    EXPORTS;

    static Counted of(Look.Action action) {
      return switch (Objects.requireNonNull(action)) {
        case REVEALED -> REVEALS;
        case EXPORTED -> EXPORTS;
        case SAW, SEARCHED, REFUSED -> throw new IllegalArgumentException(action + " has no limit");
      };
    }
  }
}
