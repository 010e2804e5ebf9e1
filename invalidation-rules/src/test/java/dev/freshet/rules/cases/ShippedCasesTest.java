// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.cases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.events.DomainEvent;
import dev.freshet.rules.cases.report.CaseText;
import dev.freshet.rules.schema.EventShape;
import dev.freshet.rules.schema.EventTypes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The tests of the shipped rules, as {@code freshet rules test} runs them. */
class ShippedCasesTest {
  private static final EventTypes TYPES = EventTypes.shipped();
  private static CaseSuite suite = new CaseSuite(List.of(), List.of());
  private static CaseReport report = CaseRun.run(suite, name -> true);

  @BeforeAll
  static void readAndRun() throws IOException {
    suite = CaseFiles.read(List.of(Path.of("rules")), TYPES);
    report = CaseRun.run(suite, name -> true);
  }

  @Test
  void shouldPass() {
    assertEquals(8, suite.files().size());
    assertEquals(List.of(), report.failed(), () -> CaseText.results(report, true));
  }

  @Test
  void shouldCoverEveryRuleAndEveryBranch() {
    assertEquals(List.of(), report.coverage().gaps());
    assertTrue(report.coverage().isAtLeast(100));
    assertEquals("16 rules, 16 tested: 100%", report.coverage().summary());
  }

  @Test
  void shouldUseEventsAsTheirSchemasDescribeThem() {
    Set<String> described = new TreeSet<>();
    for (TestFile file : suite.files()) {
      for (TestCase test : file.tests()) {
        test.events().forEach(event -> check(event, described));
      }
    }

    assertEquals(TYPES.types(), described);
  }

  private static void check(DomainEvent event, Set<String> described) {
    EventShape shape = TYPES.find(event.type()).orElse(null);
    if (shape != null) {
      Set<String> unknown = new TreeSet<>(event.data().keySet());
      unknown.removeAll(shape.data().fields().keySet());
      assertEquals(Set.of(), unknown, event::type);
      described.add(event.type());
    }
  }
}
