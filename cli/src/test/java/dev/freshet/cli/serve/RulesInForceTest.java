// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.freshet.events.avro.RuleSetRevision;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RulesInForceTest {
  @Test
  void shouldTellRegionsAndJobsOfAllSets() {
    RulesInForce rules =
        RulesInForce.of(
            List.of(
                revision(
                    "cart",
                    """
                    apiVersion: freshet.dev/v1
                    kind: CacheRegions
                    metadata: {name: cart, owner: ann}
                    regions:
                      - {name: cart, key: "cart:{cartId}", ttl: 1h}
                    """),
                revision(
                    "warm",
                    """
                    apiVersion: freshet.dev/v1
                    kind: WarmupJobs
                    metadata: {name: warm, owner: ann}
                    jobs:
                      - {id: joined, region: cart, onJoin: true, keys: {peers: true}}
                    """)));

    assertEquals(1, rules.regions().all().size());
    assertEquals(
        List.of("warm/joined"),
        rules.jobs().stream().map(job -> job.ruleSet() + "/" + job.id().text()).toList());
    assertEquals(Map.of("cart", 3L, "warm", 3L), rules.revisions());
  }

  private static RuleSetRevision revision(String name, String yaml) {
    return new RuleSetRevision(name, 3L, "", "ann", "", 0L, yaml, null, null, false);
  }
}
