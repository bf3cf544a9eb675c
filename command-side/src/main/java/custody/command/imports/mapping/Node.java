package custody.command.imports.mapping;

import custody.command.imports.mapping.MappingRefusedException.Complaint;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A place in the mapping's JSON. Collects complaints instead of stopping at the first.
final class Node {
  private final JsonNode json;
  private final String path;
  private final List<Complaint> complaints;
  private final Set<String> known = new TreeSet<>();

  Node(JsonNode json, String path, List<Complaint> complaints) {
    this.json = json;
    this.path = path;
    this.complaints = complaints;
  }

  void complain(String expected) {
    complaints.add(new Complaint(path.isEmpty() ? "the mapping" : path, expected));
  }

  boolean isObject() {
    return json.isObject();
  }

  boolean has(String name) {
    known.add(name);
    return json.has(name) && !json.get(name).isNull();
  }

  Node at(String name) {
    known.add(name);
    return new Node(json.path(name), path.isEmpty() ? name : path + "." + name, complaints);
  }

  /// Whoever has asked for all that may stand here says so; what else there is, is a mistake.
  void nothingElse() {
    if (!json.isObject()) {
      return;
    }
    for (String name : json.propertyNames()) {
      if (!known.contains(name)) {
        new Node(json, path.isEmpty() ? name : path + "." + name, complaints)
            .complain("not known here; there is " + String.join(", ", known));
      }
    }
  }

  @Nullable String text(String name) {
    if (!has(name)) {
      return null;
    }
    JsonNode value = json.get(name);
    if (value.isNumber() || value.isBoolean()) {
      return value.asString();
    }
    if (!value.isString() || value.stringValue().isEmpty()) {
      at(name).complain("write a text");
      return null;
    }
    return value.stringValue();
  }

  String requiredText(String name) {
    String text = text(name);
    if (text == null) {
      if (!has(name)) {
        at(name).complain("is required, a text");
      }
      return "";
    }
    return text;
  }

  @Nullable Character character(String name) {
    String text = text(name);
    if (text == null) {
      return null;
    }
    if (text.equals("tab")) {
      return '\t';
    }
    if (text.length() != 1) {
      at(name).complain("write one character, or tab");
      return null;
    }
    return text.charAt(0);
  }

  boolean flag(String name) {
    if (!has(name)) {
      return false;
    }
    if (!json.get(name).isBoolean()) {
      at(name).complain("write true or false");
    }
    return json.get(name).asBoolean(false);
  }

  int number(String name, int most) {
    if (!has(name)) {
      return 0;
    }
    JsonNode value = json.get(name);
    if (!value.isInt() || value.intValue() < 0 || value.intValue() > most) {
      at(name).complain("write a number from 0 to " + most);
      return 0;
    }
    return value.intValue();
  }

  <T> @Nullable T parsed(String name, String expected, Function<String, T> parse) {
    String text = text(name);
    if (text == null) {
      return null;
    }
    try {
      return parse.apply(text);
    } catch (RuntimeException e) { // each parser has its own
      at(name).complain(expected);
      return null;
    }
  }

  /// One text or a list of texts.
  List<String> texts(String name) {
    if (!has(name)) {
      return List.of();
    }
    JsonNode value = json.get(name);
    if (value.isString()) {
      return List.of(value.stringValue());
    }
    List<String> texts = new ArrayList<>();
    if (value.isArray()) {
      value.forEach(
          each -> {
            if (each.isString() || each.isNumber() || each.isBoolean()) {
              texts.add(each.asString());
            }
          });
    }
    if (!value.isArray() || texts.size() < value.size()) {
      at(name).complain("write a text or a list of texts");
    }
    return List.copyOf(texts);
  }

  Map<String, String> textMap(String name) {
    Map<String, String> map = new LinkedHashMap<>();
    if (!has(name)) {
      return map;
    }
    if (!json.get(name).isObject()) {
      at(name).complain("write an object of texts: what the file writes, to what it means");
      return map;
    }
    json.get(name)
        .properties()
        .forEach(
            entry -> {
              if (entry.getValue().isContainer() || entry.getValue().isNull()) {
                at(name).at(entry.getKey()).complain("write a text");
              } else {
                map.put(entry.getKey(), entry.getValue().asString());
              }
            });
    return map;
  }

  List<Node> list(String name) {
    List<Node> nodes = new ArrayList<>();
    if (!has(name)) {
      return nodes;
    }
    JsonNode value = json.get(name);
    if (!value.isArray()) {
      at(name).complain("write a list");
      return nodes;
    }
    for (int i = 0; i < value.size(); i++) {
      nodes.add(new Node(value.get(i), at(name).path + "[" + i + "]", complaints));
    }
    return nodes;
  }

  Set<String> names() {
    Set<String> names = new java.util.LinkedHashSet<>(json.propertyNames());
    known.addAll(names);
    return names;
  }

  @Nullable String asText() {
    return json.isString() ? json.stringValue() : null;
  }
}
