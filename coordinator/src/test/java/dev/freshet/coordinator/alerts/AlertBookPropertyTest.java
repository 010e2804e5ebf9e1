// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.alerts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

class AlertBookPropertyTest {
  private static final List<String> SUBJECTS = List.of("a", "b");

  /** Held against the definition: raised by the last two looks, resolved by the last two. */
  @Property(tries = 500)
  void shouldRaiseAndResolveWhenTwoLooksInRowAgree(
      @ForAll @Size(max = 30) List<Boolean> first, @ForAll @Size(max = 30) List<Boolean> second) {
    AlertBook book = AlertBook.EMPTY;
    Map<String, List<Boolean>> looks = Map.of("a", first, "b", second);
    Map<String, Boolean> raised = new HashMap<>(Map.of("a", false, "b", false));
    Map<String, Boolean> told = new HashMap<>(raised);
    for (int i = 0; i < Math.max(first.size(), second.size()); i++) {
      AlertBook next = book.next(findings(looks, i), Instant.EPOCH.plusSeconds(i));
      expect(raised, looks, i);
      for (AlertBook.Change change : next.since(book)) {
        String subject = change.alert().last().subject();
        assertNotEquals(told.put(subject, change.raised()), (Boolean) change.raised());
      }
      book = next;

      assertEquals(raised, told);
    }
  }

  private static List<Finding> findings(Map<String, List<Boolean>> looks, int i) {
    List<Finding> findings = new ArrayList<>();
    for (String subject : SUBJECTS) {
      if (at(looks, subject, i)) {
        findings.add(new Finding(AlertKind.MEMORY, subject, 0.9, 0.8, "full"));
      }
    }
    return findings;
  }

  private static void expect(Map<String, Boolean> raised, Map<String, List<Boolean>> looks, int i) {
    for (String subject : SUBJECTS) {
      boolean now = at(looks, subject, i);
      if (i > 0 && at(looks, subject, i - 1) == now) {
        raised.put(subject, now);
      }
    }
  }

  private static boolean at(Map<String, List<Boolean>> looks, String subject, int i) {
    List<Boolean> all = looks.getOrDefault(subject, List.of());
    return i < all.size() && all.get(i);
  }
}
