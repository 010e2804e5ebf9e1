// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.target;

import dev.freshet.events.DomainEvent;
import dev.freshet.events.values.Template;
import dev.freshet.rules.source.Location;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * A template whose holes know what they read: text that needs an event and nothing else. Immutable
 * and safe for any thread.
 */
final class Fill {

  /** A piece: text, or a field. */
  private sealed interface Piece permits Text, Field {}

  private record Text(String text) implements Piece {}

  /** A hole with what it reads and where it stands. */
  record Field(String hole, FieldPath path, Location location) implements Piece {}

  /** No text at all, which is no template but can be a value. */
  static final Fill EMPTY = new Fill(List.of());

  private final List<Piece> pieces;

  private Fill(List<Piece> pieces) {
    this.pieces = List.copyOf(pieces);
  }

  static Fill of(Template template, Map<String, Field> fields) {
    List<Piece> pieces = new ArrayList<>();
    for (Template.Part part : template.parts()) {
      if (part instanceof Template.Literal literal) {
        pieces.add(new Text(literal.text()));
      } else if (part instanceof Template.Hole hole) {
        pieces.add(Objects.requireNonNull(fields.get(hole.name()), hole.name()));
      }
    }
    return new Fill(pieces);
  }

  /** The text for an event that has the same short value in every field. */
  String sample() {
    return pieces.stream()
        .map(piece -> piece instanceof Text text ? text.text() : "1")
        .collect(Collectors.joining());
  }

  String expand(DomainEvent event) throws MissingFieldException {
    StringBuilder out = new StringBuilder(48);
    for (int i = 0; i < pieces.size(); i++) {
      Piece piece = pieces.get(i);
      if (piece instanceof Text text) {
        out.append(text.text());
      } else if (piece instanceof Field field) {
        append(out, field, event);
      }
    }
    return out.toString();
  }

  private static void append(StringBuilder out, Field field, DomainEvent event)
      throws MissingFieldException {
    Object value = field.path().read(event);
    if (value == null) {
      throw MissingFieldException.absent(
          field.location(),
          "{" + field.hole() + "} reads " + field.path() + ", which the event lacks");
    }
    try {
      Template.appendEncoded(out, value);
    } catch (IllegalArgumentException e) {
      throw MissingFieldException.unfit(
          field.location(),
          "{"
              + field.hole()
              + "} reads "
              + field.path()
              + ": found a "
              + value.getClass().getSimpleName()
              + ", expected a string, an integer, a boolean, a UUID or an enum");
    }
  }
}
