package custody.command.imports.mapping;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// One thing that the file says happened: what a row of a table becomes, and what a line of an
/// NDJSON history is. In the payload a text `key:…` stands where an id belongs that is not known
/// yet: the source system's key of a rep, contact, date or follow-up; or `name:…`, a rep's name.
///
/// @param row where it stands in the file
/// @param target what to call it in reports
/// @param stream whose history it belongs to
/// @param record the source system's key of this record
/// @param personalKey true if stream and record keys must not be readable in the store
/// @param event the event's logical name
/// @param effectiveAt null = the time of the import
/// @param payload the event's content as plain JSON
/// @param voids the record whose event this corrects, for `event.voided`
/// @param acceptLikely true if a person has looked at likely duplicates
/// @param once true if the record is one event of a history, never to be compared again
/// @param original where it stands in the history it was recorded in; null if nobody says
public record Fact(
    long row,
    String target,
    StreamKey stream,
    String record,
    boolean personalKey,
    String event,
    @Nullable Instant effectiveAt,
    @Nullable String author,
    @Nullable String reason,
    ObjectNode payload,
    @Nullable String voids,
    boolean acceptLikely,
    boolean once,
    @Nullable Original original) {

  /// The order in which another installation recorded the events of one stream: decided in the same
  /// order, they are decided alike.
  public record Original(Instant recordedAt, long version) {}

  /// How a customer or rep is named.
  ///
  /// @param system the source system whose key it is
  /// @param key what the file says
  /// @param by {@link #KEY} of the source system, {@link #ID} of Custody, or the field that holds
  ///     it: the name, or one that no two customers share
  public record StreamKey(boolean rep, String system, String key, String by) {
    public static final String KEY = "key";
    public static final String ID = "id";
    public static final String NAME = "name";

    public static StreamKey ofKey(boolean rep, String system, String key) {
      return new StreamKey(rep, system, key, KEY);
    }

    public boolean isKey() {
      return by.equals(KEY);
    }

    public boolean isId() {
      return by.equals(ID);
    }
  }
}
