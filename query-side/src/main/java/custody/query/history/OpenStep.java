package custody.query.history;

import custody.contract.FollowUpId;
import custody.contract.Personal;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/// What was promised and is not done yet.
record OpenStep(FollowUpId followUp, Personal<String> what, @Nullable LocalDate due) {}
