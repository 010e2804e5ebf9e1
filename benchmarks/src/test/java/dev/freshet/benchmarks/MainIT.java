// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.benchmarks.harness.Effort;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The program, with so little effort that its figures are there and mean nothing. */
class MainIT {
  private static final Effort HARDLY =
      new Effort("hardly", 1, 0, Duration.ofMillis(5), Duration.ofMillis(5), 1, 10_000, 10_000);

  private final Path directory;

  MainIT(@TempDir Path directory) {
    this.directory = directory;
  }

  @BeforeAll
  static void letBuildsOnOneMachineMeetWithoutWaiting() {
    System.setProperty("jmh.ignoreLock", "true");
  }

  @Test
  void shouldPublishEveryPromisedFigure() throws IOException {
    Outcome outcome = run("--quick", "--out", directory.toString());

    assertEquals(0, outcome.code(), outcome.err());
    List<JsonNode> figures = figures();
    TreeSet<String> budgets = new TreeSet<>();
    figures.stream()
        .filter(figure -> !figure.get("budget").isNull())
        .forEach(figure -> budgets.add(text(figure, "suite", "subject", "metric", "budget")));
    assertEquals(new TreeSet<>(promised()), budgets);
  }

  @Test
  void shouldSayWithEachFigureWhatItIs() throws IOException {
    Outcome outcome = run("purge", "l2", "--quick", "--out", directory.toString());

    assertEquals(0, outcome.code(), outcome.err());
    for (JsonNode figure : figures()) {
      assertTrue(List.of("purge", "l2").contains(figure.get("suite").asText()));
      assertTrue(figure.get("value").isNumber(), figure.toString());
      assertEquals(1, figure.get("repeats").asInt());
      assertTrue(figure.get("min").asDouble() <= figure.get("value").asDouble());
      assertTrue(figure.get("max").asDouble() >= figure.get("value").asDouble());
      assertEquals(figure.get("reference").isNull(), figure.get("ratio").isNull());
      assertEquals(figure.get("budget").isNull(), figure.get("verdict").isNull());
    }
    String report = Files.readString(directory.resolve("report.md"));
    assertTrue(report.contains("### `purge`") && report.contains("### Losses"), report);
    assertTrue(report.contains("](purge.svg)"), report);
    assertTrue(Files.readString(directory.resolve("purge.svg")).contains("tag command, 1,000"));
  }

  @Test
  void shouldTeachWhoNamesASuiteThatThereIsNot() {
    Outcome outcome = run("l3", "--out", directory.toString());

    assertEquals(2, outcome.code());
    assertTrue(
        outcome.err().contains("found 'l3', expected some of l1, l2, purge, memory, rules, api"),
        outcome.err());
  }

  @Test
  void shouldTeachWhoGivesAnOptionThatThereIsNot() {
    Outcome outcome = run("--quik");

    assertEquals(2, outcome.code());
    assertTrue(outcome.err().contains("--quik"), outcome.err());
    assertTrue(outcome.err().contains("benchmarks/run --help"), outcome.err());
  }

  @Test
  void shouldFailWhereItCannotWrite() throws IOException {
    Path file = Files.createFile(directory.resolve("a-file"));

    Outcome outcome = run("memory", "--quick", "--out", file.resolve("below").toString());

    assertEquals(1, outcome.code());
    assertTrue(outcome.err().contains("--out " + file), outcome.err());
  }

  @Test
  void shouldHelp() {
    Outcome outcome = run("--help");

    assertEquals(0, outcome.code());
    assertTrue(outcome.out().contains("--quick"), outcome.out());
  }

  /** Design budgets and those of a cache's memory, by what the figures call them. */
  private static List<String> promised() {
    List<String> promised = new ArrayList<>();
    for (String threads : List.of("1 thread", "2 threads")) {
      for (String tags : List.of("0 tags", "1 tag", "3 tags", "10 tags")) {
        String hit = "l1 | Region.get, %s, %s".formatted(tags, threads);
        promised.add(hit + " | time | <= 1.3 x");
        promised.add(hit + " | allocation | <= 0.5 B/op");
      }
      String hit = "l1 | Region.getIfPresent, 1 tag, " + threads;
      promised.add(hit + " | time | <= 1.3 x");
      promised.add(hit + " | allocation | <= 0.5 B/op");
    }
    String roomy = "l1 | Region.get, 1 tag, 1 thread, a tenth full";
    promised.add(roomy + " | time | <= 1.3 x");
    promised.add(roomy + " | allocation | <= 0.5 B/op");
    promised.add("l1 | Redisson, reconnection CLEAR, 1 thread | time | >= 3 x");
    promised.add("l1 | JetCache, two levels, broadcast, 1 thread | time | >= 3 x");
    for (String values :
        List.of(
            "200 B as bytes",
            "4,096 B as bytes",
            "200 B as json",
            "4,096 B as json",
            "4,096 B as json by zstd",
            "4,096 B as json by lz4")) {
      promised.add("l2 | Region.get, " + values + " | time | <= 1.25 x");
    }
    for (String entries : List.of("1,000", "10,000")) {
      String purge = "purge | tag command, " + entries + " entries";
      promised.add(purge + " | p50 | <= 3 x");
      promised.add(purge + " | p99 | <= 5000 us");
    }
    String table = "memory | epoch table, 10,000 targets";
    promised.add(table + " | per target | <= 64 B");
    promised.add(table + " | per slot | <= 32 B");
    promised.add(table + " | in all | <= 0.64 MB");
    promised.add("rules | match, 10 rules | time | <= 2000 ns/op");
    promised.add(
        "rules | check, 100 rules with typed conditions, in a new JVM | time | <= 2000 ms");
    promised.add("rules | test, 100 cases, in a new JVM | time per case | <= 1000 us");
    promised.add("rules | match, 10,000 rules | time | <= 1.1 x");
    promised.add("api | HTTP, 4 callers, batches of 100 | time | <= 2 x");
    promised.add("api | GET of a hit in L1, 4 connections | time | <= 1.2 x");
    String registry = "api | registry of 1,000 members, 10 views";
    promised.add(registry + " | CPU, more with members | <= 10 % of a core");
    promised.add(registry + " | change shown by all views, p99 | <= 1000 ms");
    promised.add("api | stream, 1,000 events/s to 50 clients | not delivered | <= 0 events");
    String gone = "propagation | event to gone, 1,000/s";
    promised.add(gone + " | p50 | <= 1.3 x");
    promised.add(gone + " | p99 | <= 1.5 x");
    promised.add("mapping | mapping, 1,000 rules | time | <= 1.67 x");
    promised.add("mapping | mapping, 10,000 rules | time | <= 1.1 x");
    promised.add("warmup | warming 10,000 keys | time | <= 1.43 x");
    String purge = "warmup | purge of 500 keys, warmed hottest first";
    promised.add(purge + " | hit rate back at 95 % after | <= 0.5 x");
    promised.add(purge + " | most that warming asked for in a second | <= 1000 keys");
    promised.add("stampede | Freshet | loads of the key | <= 3 loads");
    promised.add("stampede | Freshet, lease | loads of the key | <= 1 loads");
    promised.add("fill | Freshet | messages to others, 1,000 keys read | <= 0 messages");
    promised.add("fill | Freshet | messages to others, 1,000 changes | <= 1000 messages");
    promised.add(
        "race | Freshet, in memory, 10,000 interleavings | wrong at rest, L1"
            + " | <= 0 keys per 1,000 cycles");
    promised.add(
        "footprint | markers and heartbeats, coordinator and 3 nodes | CPU | <= 1 % of a core");
    promised.add("race | Freshet | wrong at rest, L1 | <= 0 keys per 1,000 cycles");
    promised.add("race | Freshet | wrong at rest, L2 | <= 0 keys per 1,000 cycles");
    String closed = "stale once its closed time is behind the changes";
    promised.add("cut | Freshet, 50 of 500 changed | " + closed + " | <= 0 reads");
    promised.add("cut | Freshet, 50 of 500 changed | reloads | <= 55 loads");
    return promised;
  }

  private static String text(JsonNode figure, String... fields) {
    return String.join(
        " | ", List.of(fields).stream().map(field -> figure.get(field).asText()).toList());
  }

  private List<JsonNode> figures() throws IOException {
    JsonNode array = new ObjectMapper().readTree(directory.resolve("figures.json").toFile());
    return StreamSupport.stream(array.spliterator(), false).toList();
  }

  private record Outcome(int code, String out, String err) {}

  private static Outcome run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line = Main.commandLine(Effort.FULL, HARDLY);
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    int code = line.execute(arguments);
    line.getOut().flush();
    line.getErr().flush();
    return new Outcome(code, out.toString(), err.toString());
  }
}
