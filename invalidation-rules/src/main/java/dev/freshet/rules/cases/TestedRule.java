// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.cases;

import dev.freshet.rules.Outcome;
import dev.freshet.rules.rule.RuleDefinition;
import dev.freshet.rules.source.Location;
import dev.freshet.rules.source.SourceText;
import dev.freshet.rules.source.Span;
import dev.freshet.rules.yaml.Scalar;
import java.time.Instant;
import java.time.ZoneOffset;

/**
 * A rule with its place.
 *
 * @param ref which rule it is, as outcomes name it
 * @param definition as it is written
 * @param text the file in which it stands
 */
record TestedRule(Outcome.RuleRef ref, RuleDefinition definition, SourceText text) {
  private static final String ANY = ".*";

  /** {@code set/id}. */
  static String nameOf(Outcome.RuleRef ref) {
    return ref.ruleSet() + "/" + ref.id();
  }

  Location location() {
    return locationOf(definition.id());
  }

  Location locationOf(Scalar scalar) {
    return text.locate(scalar.span().start());
  }

  /** Whether a place is inside a scalar of the rule. */
  boolean isWithin(Location place, Scalar scalar) {
    Span span = scalar.span();
    int offset = text.offsetOf(place);
    return span.start() <= offset && offset < span.end();
  }

  /** Whether the rule is asked about events of a type. */
  boolean fits(String type) {
    String event = definition.event().text();
    return event.endsWith(ANY)
        ? type.startsWith(event.substring(0, event.length() - 1))
        : type.equals(event);
  }

  boolean hasExpired(Instant at) {
    RuleDefinition.Expiry expires = definition.expires();
    return expires != null
        && !at.isBefore(expires.day().plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant());
  }
}
