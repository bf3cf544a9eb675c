package custody.service.rights;

import java.util.Locale;

/// What can be allowed. Every question and every command needs one of these.
public enum Right {
  /// See everything about the customer, its complete history included.
  SEE,
  /// See that the customer is there, and its profile with contact data masked.
  SEE_MASKED,
  /// See everything, after saying why.
  SEE_FOR_REASON,
  /// Open masked contact data of one customer; on record, and so many a day.
  REVEAL,
  /// Open masked contact data of many at once; on record, and so many a day.
  REVEAL_MANY,
  /// Take what one sees away as a file; on record, and so many a day.
  EXPORT,
  /// See who looked at the customer.
  SEE_LOOKS,

  /// Enter a new customer.
  REGISTER,
  /// Change profile, contacts, dates, classification, assortment.
  AMEND,
  /// Record and amend follow-ups and calls.
  FOLLOW_UP,
  /// Raise, escalate and resolve complaints.
  COMPLAIN,
  /// Say that the customer was lost or won back.
  CHURN,
  /// Void an event.
  CORRECT,
  /// Take from a pool for oneself.
  CLAIM,
  /// Give to a rep out of a pool.
  ASSIGN,
  /// Move to another owner.
  TRANSFER,
  /// Give back to a pool.
  RELEASE,
  /// Take back to a pool by rule, warn before it, and exempt from it.
  RECYCLE,
  /// Say who stands in for the owner.
  COVER,
  /// Add and remove collaborators.
  SHARE,
  /// Appoint and dismiss stewards.
  STEWARD,

  /// Let reps join and move.
  KEEP_REPS,
  /// Announce that a rep leaves, and let the rep leave.
  DISMISS_REPS,
  /// Open, plan, approve, run and undo handover cases.
  HAND_OVER,
  /// Set cadence, tenure, recycling and limits.
  SET_RULES,
  /// Keep users and service accounts.
  KEEP_USERS,
  /// Bring in files.
  IMPORT,
  /// Follow the stream of events.
  FOLLOW,
  /// See how the service does, and everybody's operations.
  OPERATE_READ,
  /// Build views anew.
  OPERATE,
  /// Erase personal data, and give a person what we have of them.
  ERASE,
  /// Read the access log.
  READ_ACCESS_LOG;

  /// As in the table of {@link Rules}: `read-access-log`.
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
