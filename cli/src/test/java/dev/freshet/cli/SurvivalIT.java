// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.cache.Region;
import dev.freshet.events.values.Receipt;
import dev.freshet.rules.RuleBook;
import dev.freshet.rules.ShippedRules;
import dev.freshet.stack.ChildProcess;
import dev.freshet.stack.EmbeddedRedis;
import dev.freshet.testkit.ChildJvm;
import dev.freshet.testkit.ChildKafka;
import dev.freshet.testkit.Environments;
import dev.freshet.testkit.RegistryFixture;
import dev.freshet.worker.FreshetNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Broker, coordinator and node, each killed with SIGKILL under load and started again: no
 * invalidation is lost. All are real processes; the load goes on throughout.
 */
class SurvivalIT {
  private static final int USERS = 500;
  private static final int EVENTS_BEFORE = 300;
  private static final int EVENTS_AFTER = 300;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final String environment = Environments.unique();
  private final HttpClient http = HttpClient.newHttpClient();
  private final ScheduledExecutorService readers = Executors.newScheduledThreadPool(2);
  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final EmbeddedRedis redis = opened(EmbeddedRedis.start());
  private final SharedSource source = opened(new SharedSource(redis.url()));
  private ChildKafka kafka;
  private ChildProcess coordinator;
  private Updates updates;

  @BeforeEach
  void start(@TempDir Path kafkaData) {
    kafka = opened(ChildKafka.start(kafkaData));
    coordinator = startCoordinator();
    updates = opened(new Updates(kafka.bootstrapServers(), environment, source, USERS));
  }

  @AfterEach
  void stop() throws Exception {
    readers.shutdownNow();
    while (!open.isEmpty()) {
      open.pop().close();
    }
  }

  private <T extends AutoCloseable> T opened(T resource) {
    open.push(resource);
    return resource;
  }

  @Test
  void shouldLoseNoInvalidationWhenTheBrokerIsKilled() throws Exception {
    expectNothingLostThrough(
        () -> {
          kafka.kill9();
          kafka.restart();
        });
  }

  @Test
  void shouldLoseNoInvalidationWhenTheCoordinatorIsKilled() throws Exception {
    expectNothingLostThrough(
        () -> {
          coordinator.kill9();
          awaitPublished(updates.published() + EVENTS_AFTER);
          coordinator = startCoordinator();
        });
  }

  private void expectNothingLostThrough(Runnable outage)
      throws TimeoutException, InterruptedException {
    try (WatchedNode first = watch("n1");
        WatchedNode second = watch("n2")) {
      updates.start();
      awaitPublished(EVENTS_BEFORE);

      outage.run();
      awaitPublished(updates.published() + EVENTS_AFTER);

      List<Receipt> receipts = updates.stop();
      first.verify(receipts);
      second.verify(receipts);
    }
  }

  @Test
  void shouldServeNothingStaleWhenTheNodeIsKilled() throws Exception {
    ChildProcess node = startNode();
    updates.start();
    awaitPublished(EVENTS_BEFORE);

    node.kill9();
    awaitPublished(updates.published() + EVENTS_AFTER);
    ChildProcess again = startNode();
    String url = again.awaitLine("node ready on http.*", PATIENCE).replace("node ready on ", "");
    awaitPublished(updates.published() + EVENTS_AFTER);

    for (Receipt receipt : lastOfEachPartition(updates.stop())) {
      assertEquals("applied", ask(url + "/await/" + receipt));
    }
    // It reads on, and nothing changes any more.
    List<String> cached =
        await()
            .atMost(PATIENCE)
            .until(() -> ask(url + "/peek").lines().toList(), SurvivalIT::isMostlyThere);
    for (int user = 0; user < USERS; user++) {
      String served = cached.get(user);
      assertTrue(
          served.equals("null") || served.equals(String.valueOf(source.version(user))),
          "user " + user + ": found " + served + ", expected " + source.version(user));
    }
  }

  private static boolean isMostlyThere(List<String> cached) {
    return cached.stream().filter(served -> !served.equals("null")).count() > USERS / 2;
  }

  private ChildProcess startCoordinator() {
    ChildProcess process =
        opened(
            ChildJvm.start(
                Main.class,
                "coordinator",
                "--bootstrap",
                kafka.bootstrapServers(),
                "--registry",
                RegistryFixture.url(),
                "--environment",
                environment,
                "--profile",
                "dev",
                "--http-port",
                "0",
                "--management-port",
                "0",
                "--rules",
                "../invalidation-rules/rules"));
    String unused = process.awaitLine("coordinator running.*", PATIENCE);
    return process;
  }

  private ChildProcess startNode() {
    ChildProcess process =
        opened(
            ChildJvm.start(
                NodeProcess.class,
                kafka.bootstrapServers(),
                RegistryFixture.url(),
                redis.url(),
                environment,
                String.valueOf(USERS)));
    String unused = process.awaitLine("node ready on http.*", PATIENCE);
    return process;
  }

  private void awaitPublished(int count) {
    await().atMost(PATIENCE).until(() -> updates.published() >= count);
  }

  private String ask(String url) throws IOException, InterruptedException {
    return http.send(
            HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }

  private static Set<Receipt> lastOfEachPartition(List<Receipt> receipts) {
    Map<Integer, Receipt> last = new HashMap<>();
    for (Receipt receipt : receipts) {
      last.merge(
          receipt.partition(), receipt, (one, two) -> one.offset() > two.offset() ? one : two);
    }
    return new HashSet<>(last.values());
  }

  private WatchedNode watch(String name) throws TimeoutException, InterruptedException {
    return new WatchedNode(name);
  }

  /** A node in this process that reads all the time and remembers which events it applied. */
  private final class WatchedNode implements AutoCloseable {
    private final Set<Receipt> applied = ConcurrentHashMap.newKeySet();
    private final FreshetNode node;
    private final Region<Long> profiles;

    WatchedNode(String name) throws TimeoutException, InterruptedException {
      this.node =
          FreshetNode.builder(name)
              .kafka(kafka.bootstrapServers())
              .registry(RegistryFixture.url())
              .redis(redis.url())
              .environment(environment)
              .regions(RuleBook.compile(ShippedRules.load()).orThrow().regions())
              .listener(
                  command -> {
                    if (command.cause() != null) {
                      applied.add(command.cause());
                    }
                  })
              .start();
      node.awaitReady(PATIENCE);
      this.profiles = node.region("user:profile", Long.class);
      Random random = new Random(name.hashCode());
      Object unused =
          readers.scheduleWithFixedDelay(
              () -> read(random.nextInt(USERS)), 0, 200, TimeUnit.MICROSECONDS);
    }

    private @Nullable Long read(int user) {
      return profiles.get(Map.of("userId", user), source::load);
    }

    private String name() {
      return node.name();
    }

    /** Every event was applied here, and no profile is older than its row. */
    void verify(List<Receipt> receipts) throws TimeoutException, InterruptedException {
      for (Receipt receipt : lastOfEachPartition(receipts)) {
        node.awaitApplied(receipt, PATIENCE);
      }
      Set<Receipt> lost = new HashSet<>(receipts);
      lost.removeAll(applied);
      assertEquals(Set.of(), lost, name() + ": events without a command");
      for (int user = 0; user < USERS; user++) {
        assertEquals(source.version(user), read(user), name() + ": user " + user);
      }
    }

    @Override
    public void close() {
      node.close();
    }
  }
}
