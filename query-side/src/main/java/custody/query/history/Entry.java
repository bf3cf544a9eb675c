package custody.query.history;

import custody.query.history.History.Order;
import custody.query.history.History.Place;
import java.time.Instant;

/// An event as a history tells it.
///
/// @param effectiveAt UTC
/// @param recordedAt UTC
/// @param name such as `follow-up.recorded`
record Entry(long position, Instant effectiveAt, Instant recordedAt, String name, Line line) {

  Place place(Order order) {
    return new Place(at(order), position);
  }

  Instant at(Order order) {
    return order == Order.EFFECTIVE ? effectiveAt : recordedAt;
  }

  String family() {
    return name.substring(0, name.indexOf('.'));
  }
}
