// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.chaos;

import dev.freshet.rules.RuleBook;
import dev.freshet.rules.ShippedRules;
import dev.freshet.worker.FreshetNode;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/**
 * A node with a short lease, which leaves when it is told to end. Arguments: Kafka, registry,
 * environment, name.
 */
final class MemberProcess {
  static final String SERVICE = "shop";
  static final String READY = "member ready";

  /** On a busy machine a process that is well may be silent for two of the shortest there are. */
  static final Duration HEARTBEAT = Duration.ofSeconds(2);

  private MemberProcess() {}

  /** Runs until it is told to end, or killed. */
  public static void main(String[] arguments) throws Exception {
    FreshetNode node =
        FreshetNode.builder(arguments[3])
            .service(SERVICE)
            .kafka(arguments[0])
            .registry(arguments[1])
            .environment(arguments[2])
            .heartbeat(HEARTBEAT)
            .regions(RuleBook.compile(ShippedRules.load()).orThrow().regions())
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(node::close));
    node.awaitReady(Duration.ofMinutes(2));
    System.out.println(READY);
    new CountDownLatch(1).await();
  }
}
