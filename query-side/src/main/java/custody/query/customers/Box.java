package custody.query.customers;

import custody.query.sight.Condition;
import custody.service.Problem;
import java.util.List;

/// A part of the map, in degrees. It does not cross the date line.
record Box(double west, double south, double east, double north) {
  /// The field that says where a customer is.
  static final String FIELD = "location";

  /// As the index `customer_place` has them; NULL if there is none or it was erased.
  static final String LONGITUDE = "(c.fields->'location'->'longitude')::float8";

  static final String LATITUDE = "(c.fields->'location'->'latitude')::float8";

  /// @throws Problem `box-invalid`
  static Box parse(String text) {
    String[] sides = text.split(",", -1);
    if (sides.length == 4) {
      try {
        Box box =
            new Box(
                Double.parseDouble(sides[0]),
                Double.parseDouble(sides[1]),
                Double.parseDouble(sides[2]),
                Double.parseDouble(sides[3]));
        if (box.west < box.east && box.south < box.north) {
          return box;
        }
      } catch (NumberFormatException e) {
        // said below
      }
    }
    throw new Problem(
        400,
        "box-invalid",
        "box must be west,south,east,north in degrees, such as 120.0,30.0,121.5,31.0.");
  }

  double width() {
    return east - west;
  }

  double height() {
    return north - south;
  }

  Condition condition() {
    return new Condition(
        LONGITUDE + " BETWEEN ? AND ? AND " + LATITUDE + " BETWEEN ? AND ?",
        List.of(west, east, south, north));
  }
}
