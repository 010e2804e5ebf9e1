// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.target;

import dev.freshet.rules.schema.CoveredEvents;
import dev.freshet.rules.schema.EventShape;
import dev.freshet.rules.schema.FieldLookup;
import dev.freshet.rules.schema.FieldType;
import dev.freshet.rules.source.IssueCode;
import dev.freshet.rules.source.IssueLog;
import dev.freshet.rules.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Holds what the holes of one rule read against the schemas of its events. Belongs to one thread.
 */
final class HoleCheck {
  private final CoveredEvents events;
  private final Set<String> guarded;
  private final OnMissing onMissing;
  private final IssueLog issues;

  HoleCheck(CoveredEvents events, Set<String> guarded, OnMissing onMissing, IssueLog issues) {
    this.events = events;
    this.guarded = guarded;
    this.onMissing = onMissing;
    this.issues = issues;
  }

  /** Reports what is wrong with a hole; false if no event can fill it. */
  boolean check(FieldPath path, Span span) {
    if (!(path instanceof FieldPath.Data data) || events.shapes().isEmpty()) {
      return true;
    }
    Findings findings = new Findings();
    events.shapes().forEach(shape -> findings.add(shape, shape.find(data.steps())));
    boolean fillable = true;
    if (findings.lacking.size() == events.shapes().size()) {
      unknown(data, findings, span);
      fillable = false;
    } else {
      mayBeMissing(data, "is not in ", findings.lacking, span);
    }
    for (FieldType type : findings.unfit.stream().map(Unfit::type).distinct().toList()) {
      unfit(data, type, findings.unfit, span);
      fillable = false;
    }
    mayBeMissing(data, "may be missing in ", findings.missing, span);
    return fillable;
  }

  private record Unfit(EventShape shape, FieldType type) {}

  /** What the schemas of all covered events say of one path. */
  private static final class Findings {
    private final List<FieldLookup.Unknown> unknown = new ArrayList<>();
    private final List<EventShape> lacking = new ArrayList<>();
    private final List<EventShape> missing = new ArrayList<>();
    private final List<Unfit> unfit = new ArrayList<>();

    void add(EventShape shape, FieldLookup lookup) {
      if (lookup instanceof FieldLookup.Unknown nothing) {
        unknown.add(nothing);
        lacking.add(shape);
      } else if (lookup instanceof FieldLookup.Found found) {
        if (!found.type().fitsKey()) {
          unfit.add(new Unfit(shape, found.type()));
        } else if (found.mayBeMissing()) {
          missing.add(shape);
        }
      }
    }
  }

  private void unknown(FieldPath.Data data, Findings findings, Span span) {
    FieldLookup.Unknown first = findings.unknown.get(0);
    String in = events.describe(findings.lacking);
    issues.error(
        IssueCode.UNKNOWN_FIELD, span, "unknown field `" + data.name() + "` in " + in, first::help);
  }

  private void unfit(FieldPath.Data data, FieldType type, List<Unfit> all, Span span) {
    List<EventShape> shapes =
        all.stream().filter(unfit -> unfit.type().equals(type)).map(Unfit::shape).toList();
    issues.error(
        IssueCode.NOT_A_KEY_VALUE,
        span,
        "`"
            + data.name()
            + "` is "
            + type.description()
            + " in "
            + events.describe(shapes)
            + ", expected a text, an integer or a boolean",
        () -> "only values with one spelling can stand in a key or tag");
  }

  private void mayBeMissing(FieldPath.Data data, String how, List<EventShape> shapes, Span span) {
    boolean expected = onMissing == OnMissing.WIDEN || guarded.contains(data.name());
    if (!shapes.isEmpty() && !expected) {
      issues.warning(
          IssueCode.MAY_BE_MISSING,
          span,
          "field `" + data.name() + "` " + how + events.describe(shapes),
          () -> {
            String path = "data." + data.name();
            String guard = "has(" + path + ") && " + path + " != null";
            return "`onMissing: widen` invalidates more then, `when: " + guard + "` nothing";
          });
    }
  }
}
