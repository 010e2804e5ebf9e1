// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import dev.freshet.cache.store.L2Store;
import dev.freshet.cache.store.RedisSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;

/** Tells soon and in one line that nobody answers. Stateless; blocks for a few seconds at most. */
public final class Reach {
  private static final int TIMEOUT_MS = 5_000;

  private Reach() {}

  /** As below, with no other settings of Kafka's clients. */
  public static void kafka(String bootstrap) throws InterruptedException {
    kafka(Map.of("bootstrap.servers", bootstrap));
  }

  /**
   * Asks the cluster who it is.
   *
   * @param client settings of Kafka's clients
   * @throws UsageFailure if they cannot be settings
   * @throws CommandFailure if there is no answer
   */
  public static void kafka(Map<String, Object> client) throws InterruptedException {
    String bootstrap = String.valueOf(client.get("bootstrap.servers"));
    Map<String, Object> config = new HashMap<>(client);
    config.put("request.timeout.ms", TIMEOUT_MS);
    config.put("default.api.timeout.ms", TIMEOUT_MS);
    try (Admin admin = Admin.create(config)) {
      admin.describeCluster().nodes().get(TIMEOUT_MS, TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new CommandFailure(unreachable(bootstrap, e), e);
    } catch (KafkaException e) {
      throw new UsageFailure(unusable(bootstrap, root(e)));
    }
  }

  /**
   * Asks Redis for what is not there.
   *
   * @throws UsageFailure if the address cannot be one
   * @throws CommandFailure if there is no answer
   */
  public static void redis(String uri) throws InterruptedException {
    RedisSettings settings;
    try {
      settings = RedisSettings.at(uri).withTimeout(Duration.ofMillis(TIMEOUT_MS));
    } catch (IllegalArgumentException e) {
      throw new UsageFailure("--redis: " + e.getMessage());
    }
    try (L2Store store = L2Store.redis(settings)) {
      var unused = store.get("freshet:reach").get(TIMEOUT_MS, TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new CommandFailure(
          "--redis: no Redis answers at " + uri.replaceAll("//[^/]*@", "//***@"), e);
    }
  }

  private static String unreachable(String bootstrap, Exception e) {
    return e.getCause() instanceof AuthenticationException refused
        ? "--bootstrap: Kafka at " + bootstrap + " refuses us: " + refused.getMessage()
        : "--bootstrap: no Kafka broker answers at "
            + bootstrap
            + " within "
            + TIMEOUT_MS / 1_000
            + " s";
  }

  private static String unusable(String bootstrap, Throwable root) {
    String message = String.valueOf(root.getMessage());
    return message.contains("bootstrap")
        ? "--bootstrap: found '" + bootstrap + "', expected host:port, several with commas"
        : "freshet.kafka.properties: " + message;
  }

  private static Throwable root(Throwable e) {
    return e.getCause() == null ? e : root(e.getCause());
  }
}
