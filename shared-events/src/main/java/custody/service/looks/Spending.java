package custody.service.looks;

import custody.contract.RepId;
import custody.service.looks.DailyLimits.Counted;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/// What an entry takes of somebody's daily limit.
///
/// @param rep whose manager is told when it runs out; null if the account is no rep's
/// @param limit of the day
/// @param unremarkable how much of it is used before anybody is told
record Spending(
    String actor,
    @Nullable RepId rep,
    LocalDate day,
    Counted counted,
    int amount,
    int limit,
    int unremarkable) {}
