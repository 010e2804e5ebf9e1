// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;

/** Tells soon and in one line that nobody answers. Stateless; blocks for a few seconds at most. */
public final class Reach {
  private static final int TIMEOUT_MS = 5_000;

  private Reach() {}

  /**
   * Asks the cluster who it is.
   *
   * @throws UsageFailure if {@code bootstrap} cannot be an address
   * @throws CommandFailure if there is no answer
   */
  public static void kafka(String bootstrap) throws InterruptedException {
    Map<String, Object> config =
        Map.of(
            "bootstrap.servers",
            bootstrap,
            "request.timeout.ms",
            TIMEOUT_MS,
            "default.api.timeout.ms",
            TIMEOUT_MS);
    try (Admin admin = Admin.create(config)) {
      admin.describeCluster().nodes().get(TIMEOUT_MS, TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new CommandFailure(
          "--bootstrap: no Kafka broker answers at "
              + bootstrap
              + " within "
              + TIMEOUT_MS / 1_000
              + " s",
          e);
    } catch (KafkaException e) {
      throw new UsageFailure(
          "--bootstrap: found '" + bootstrap + "', expected host:port, several with commas");
    }
  }
}
