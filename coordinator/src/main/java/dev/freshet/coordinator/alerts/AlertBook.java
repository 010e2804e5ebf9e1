// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.alerts;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The alerts of the moment. What is found twice in a row is raised, what is not found twice in a
 * row is resolved: once alone is a flicker. Immutable.
 *
 * @param alerts by name, in order: those raised, and those that were found once
 */
record AlertBook(SortedMap<String, Alert> alerts) {
  /** So many looks in a row must agree before an alert is raised or resolved. */
  static final int AGREEING_LOOKS = 2;

  static final AlertBook EMPTY = new AlertBook(new TreeMap<>());

  AlertBook {
    alerts = Collections.unmodifiableSortedMap(new TreeMap<>(alerts));
  }

  /** An alert that is raised from now on, or no longer. */
  record Change(Alert alert, boolean raised) {}

  /** The book after another look. */
  AlertBook next(List<Finding> findings, Instant now) {
    SortedMap<String, Alert> next = new TreeMap<>();
    findings.forEach(finding -> next.put(finding.name(), found(finding, now)));
    alerts.forEach(
        (name, alert) -> {
          if (alert.raised() && !next.containsKey(name) && alert.agreeing() + 1 < AGREEING_LOOKS) {
            next.put(name, new Alert(alert.last(), true, alert.agreeing() + 1, alert.since()));
          }
        });
    return new AlertBook(next);
  }

  private Alert found(Finding finding, Instant now) {
    Alert before = ((Map<String, Alert>) alerts).get(finding.name());
    if (before != null && before.raised()) {
      return new Alert(finding, true, 0, before.since());
    }
    int agreeing = before == null ? 1 : before.agreeing() + 1;
    boolean raised = agreeing >= AGREEING_LOOKS;
    return new Alert(
        finding, raised, raised ? 0 : agreeing, before == null || raised ? now : before.since());
  }

  /** What differs from an earlier book, for those who only want to hear of what is told. */
  List<Change> since(AlertBook before) {
    List<Change> changes = new ArrayList<>();
    alerts.forEach(
        (name, alert) -> {
          if (alert.raised() && !before.isRaised(name)) {
            changes.add(new Change(alert, true));
          }
        });
    before.alerts.forEach(
        (name, alert) -> {
          if (alert.raised() && !isRaised(name)) {
            changes.add(new Change(alert, false));
          }
        });
    return changes;
  }

  private boolean isRaised(String name) {
    Alert alert = ((Map<String, Alert>) alerts).get(name);
    return alert != null && alert.raised();
  }
}
