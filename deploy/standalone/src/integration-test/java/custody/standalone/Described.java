package custody.standalone;

import java.util.Locale;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// An operation as the API's description tells it.
///
/// @param method in capitals
/// @param path with names in braces where something is to be put in
/// @param details parameters, body, answers
public record Described(String method, String path, JsonNode details) {

  /// All that this description (OpenAPI) tells of.
  public static Stream<Described> in(JsonNode docs) {
    return docs.get("paths")
        .propertyStream()
        .flatMap(
            path ->
                path.getValue()
                    .propertyStream()
                    .map(
                        it ->
                            new Described(
                                it.getKey().toUpperCase(Locale.ROOT),
                                path.getKey(),
                                it.getValue())));
  }

  /// As it stands at the top of a request: `GET /api/customers`.
  public String name() {
    return method + " " + path;
  }
}
