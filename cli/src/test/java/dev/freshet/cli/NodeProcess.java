// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.freshet.cache.EntryKey;
import dev.freshet.cache.Region;
import dev.freshet.events.values.Receipt;
import dev.freshet.rules.RuleBook;
import dev.freshet.rules.ShippedRules;
import dev.freshet.worker.FreshetNode;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A service with a node, as a program of its own that a test can kill: it reads profiles all the
 * time, and says over HTTP what it would serve. Arguments: Kafka, registry, Redis, environment,
 * users.
 */
final class NodeProcess {
  private final FreshetNode node;
  private final Region<Long> profiles;
  private final SharedSource source;
  private final int users;

  private NodeProcess(String[] arguments) throws TimeoutException, InterruptedException {
    this.users = Integer.parseInt(arguments[4]);
    this.source = new SharedSource(arguments[2]);
    this.node =
        FreshetNode.builder("survivor")
            .kafka(arguments[0])
            .registry(arguments[1])
            .redis(arguments[2])
            .environment(arguments[3])
            .regions(RuleBook.compile(ShippedRules.load()).orThrow().regions())
            .start();
    node.awaitReady(Duration.ofMinutes(2));
    this.profiles = node.region("user:profile", Long.class);
  }

  /** Runs until it is killed. */
  public static void main(String[] arguments) throws Exception {
    NodeProcess process = new NodeProcess(arguments);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/peek", process::peek);
    server.createContext("/await/", process::await);
    server.setExecutor(Executors.newFixedThreadPool(2));
    server.start();
    System.out.println("node ready on http://127.0.0.1:" + server.getAddress().getPort());
    process.readAllTheTime();
  }

  /** Often enough that most users are cached, and slowly enough to leave the machine to others. */
  private void readAllTheTime() throws InterruptedException {
    Random random = new Random(1);
    ScheduledExecutorService reader = Executors.newSingleThreadScheduledExecutor();
    ScheduledFuture<?> reading =
        reader.scheduleWithFixedDelay(
            () -> profiles.get(key(random.nextInt(users)), source::load),
            0,
            200,
            TimeUnit.MICROSECONDS);
    try {
      reading.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("reading failed", e);
    }
  }

  /** A line for each user: what is cached, or {@code null}. */
  private void peek(HttpExchange exchange) throws IOException {
    answer(
        exchange,
        IntStream.range(0, users)
            .mapToObj(user -> String.valueOf(profiles.getIfPresent(key(user))))
            .collect(Collectors.joining("\n")));
  }

  private void await(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    Receipt receipt = Receipt.parse(path.substring(path.lastIndexOf('/') + 1));
    try {
      node.awaitApplied(receipt, Duration.ofSeconds(60));
      answer(exchange, "applied");
    } catch (TimeoutException | InterruptedException e) {
      answer(exchange, e.toString());
    }
  }

  private EntryKey key(int user) {
    return profiles.key(Map.of("userId", user));
  }

  private static void answer(HttpExchange exchange, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }
}
