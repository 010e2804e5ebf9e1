// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.chaos;

import dev.freshet.rules.RuleBook;
import dev.freshet.rules.ShippedRules;
import dev.freshet.worker.FreshetNode;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/**
 * A node with the shortest lease there is, which leaves when it is told to end. Arguments: Kafka,
 * registry, environment, name.
 */
final class MemberProcess {
  static final String SERVICE = "shop";
  static final String READY = "member ready";

  private MemberProcess() {}

  /** Runs until it is told to end, or killed. */
  public static void main(String[] arguments) throws Exception {
    FreshetNode node =
        FreshetNode.builder(arguments[3])
            .service(SERVICE)
            .kafka(arguments[0])
            .registry(arguments[1])
            .environment(arguments[2])
            .heartbeat(Duration.ofSeconds(1))
            .regions(RuleBook.compile(ShippedRules.load()).orThrow().regions())
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(node::close));
    node.awaitReady(Duration.ofMinutes(1));
    System.out.println(READY);
    new CountDownLatch(1).await();
  }
}
