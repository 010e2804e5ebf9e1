// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.invalidations;

import static dev.freshet.coordinator.http.applied.Members.holder;
import static dev.freshet.coordinator.http.applied.Members.snapshot;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.freshet.http.problem.Problem.Finding;
import dev.freshet.http.problem.ProblemException;
import dev.freshet.registry.RegistrySnapshot;
import dev.freshet.rules.RuleBook;
import dev.freshet.rules.ShippedRules;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlanTest {
  private final RuleBook book = RuleBook.compile(ShippedRules.load()).book();
  private final RegistrySnapshot members =
      snapshot(holder("a", "coded", 10), holder("b", "coded", 7), holder("c", "session", 3));

  private Plan plan(String targets) {
    Order order =
        Order.of(
            new JsonObject("{\"reason\":\"why\",\"by\":\"ana\",\"targets\":[" + targets + "]}"));
    assertEquals("why, by ana", order.reason());
    return Plan.of(order.targets(), book, members);
  }

  @Test
  void shouldFindTargetsInRegionsOfRulesAndOfMembers() {
    Plan plan =
        plan(
            "{\"pattern\":\"session:*:42\"},{\"key\":\"coded:7\"},{\"region\":\"coded\"},"
                + "{\"all\":true},{\"pattern\":\"coded:*\"}");

    assertEquals(
        List.of("p|session|userId=42", "k|coded:7", "r|coded", "*"),
        plan.steps().stream().map(step -> step.target().text()).toList());
    assertEquals(new Extent(List.of("session"), 1, 3), plan.steps().get(0).extent());
    assertEquals(new Extent(List.of("coded"), 2, 2), plan.steps().get(1).extent());
    assertEquals(new Extent(List.of("coded"), 2, 17), plan.steps().get(2).extent());
    assertEquals(3, plan.steps().get(3).extent().nodes());
    assertEquals(20, plan.steps().get(3).extent().entriesAtMost());
  }

  @Test
  void shouldNameAllTargetsThatFitNothing() {
    ProblemException refused =
        assertThrows(
            ProblemException.class,
            () -> plan("{\"key\":\"coded:7\"},{\"key\":\"codet:7\"},{\"region\":\"broken\"}"));

    assertEquals(
        List.of("R032 /targets/1/key", "R031 /targets/2/region"),
        refused.problem().errors().stream().map(PlanTest::place).toList());
  }

  @Test
  void shouldWarnOfTagsThatNobodyDeclares() {
    Plan plan = plan("{\"tag\":\"nobody:1\"}");

    assertEquals(
        List.of("R035 /targets/0/tag"), plan.warnings().stream().map(PlanTest::place).toList());
    assertEquals(1, plan.toJson(true, List.of()).getJsonArray("warnings").size());
  }

  @Test
  void shouldRefuseTargetsOfNoKindOrSeveral() {
    ProblemException refused =
        assertThrows(
            ProblemException.class,
            () -> plan("{},{\"key\":\"a\",\"tag\":\"b\"},{\"key\":\"a\",\"scan\":true}"));

    assertEquals(
        List.of("/targets/0", "/targets/1", "/targets/2"),
        refused.problem().errors().stream().map(Finding::pointer).toList());
  }

  private static String place(Finding finding) {
    return finding.code() + " " + finding.pointer();
  }
}
