// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.events;

import dev.freshet.coordinator.http.terms.ApiCode;
import dev.freshet.http.problem.Problem.Finding;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Holds the attributes of an event against CloudEvents 1.0 (section "Context attributes"), and
 * against what coordinators decode. Names all that is wrong. Pure.
 */
final class AttributeCheck {
  static final String CONTENT_TYPE = "datacontenttype";

  private static final List<String> REQUIRED = List.of("id", "source", "type");
  private static final Set<String> DATA = Set.of("data", "data_base64");
  private static final int SHOWN = 40;

  private final Map<String, String> attributes;
  private final UnaryOperator<String> pointer;
  private final List<Finding> problems = new ArrayList<>();

  private AttributeCheck(Map<String, String> attributes, UnaryOperator<String> pointer) {
    this.attributes = attributes;
    this.pointer = pointer;
  }

  /**
   * All that is wrong, in the order of the attributes; missing ones first.
   *
   * @param pointer where an attribute of a name stands in the request
   */
  static List<Finding> problems(Map<String, String> attributes, UnaryOperator<String> pointer) {
    AttributeCheck check = new AttributeCheck(attributes, pointer);
    check.version();
    check.required();
    attributes.forEach(check::form);
    return check.problems;
  }

  private void version() {
    String version = attributes.get("specversion");
    if (version == null) {
      missing("specversion", "write 1.0, the version of CloudEvents that is read");
    } else if (!version.equals("1.0")) {
      add(ApiCode.INVALID_ATTRIBUTE, "specversion", "found " + quote(version) + ", expected 1.0");
    }
  }

  private void required() {
    for (String name : REQUIRED) {
      if (!attributes.containsKey(name)) {
        missing(name, null);
      }
    }
  }

  private void missing(String name, @Nullable String hint) {
    problems.add(
        Finding.at(
                ApiCode.MISSING_ATTRIBUTE,
                pointer.apply(name),
                "attribute " + name + ": found none, expected a text")
            .withHint(hint));
  }

  private void form(String name, String value) {
    if (DATA.contains(name) || !isName(name)) {
      add(
          ApiCode.INVALID_ATTRIBUTE,
          name,
          "found this name, expected lower-case letters and digits");
    } else if (value.isEmpty()) {
      add(ApiCode.INVALID_ATTRIBUTE, name, "found an empty text, expected a value or nothing");
    } else if (name.equals("time") && !isTime(value)) {
      add(
          ApiCode.INVALID_ATTRIBUTE,
          name,
          "found " + quote(value) + ", expected RFC 3339, for example 2026-11-20T09:00:00Z");
    } else if (name.equals(CONTENT_TYPE) && !isJson(value)) {
      add(
          ApiCode.INVALID_ATTRIBUTE,
          name,
          "found " + quote(value) + ", expected application/json or another type in JSON");
    }
  }

  private void add(ApiCode code, String name, String problem) {
    problems.add(
        Finding.at(code, pointer.apply(name), "attribute " + quoteless(name) + ": " + problem));
  }

  private static boolean isName(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < 'a' || c > 'z') && (c < '0' || c > '9')) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  private static boolean isTime(String text) {
    try {
      return OffsetDateTime.parse(text) != null;
    } catch (DateTimeParseException e) {
      return false;
    }
  }

  static boolean isJson(String contentType) {
    int parameters = contentType.indexOf(';');
    String type = parameters < 0 ? contentType : contentType.substring(0, parameters);
    return type.trim().toLowerCase(Locale.ROOT).endsWith("json");
  }

  private static String quoteless(String text) {
    return text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
  }

  private static String quote(String text) {
    return "'" + quoteless(text) + "'";
  }
}
