// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.warmup.work;

import static dev.freshet.worker.warmup.work.Warming.list;
import static dev.freshet.worker.warmup.work.Warming.task;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.events.avro.KeysListed;
import dev.freshet.events.avro.ListKeys;
import dev.freshet.events.avro.LoadKeys;
import dev.freshet.events.avro.TaskOutcome;
import dev.freshet.events.avro.TaskReport;
import dev.freshet.worker.source.KeyRows;
import dev.freshet.worker.source.RowConsumer;
import dev.freshet.worker.source.RowSource;
import dev.freshet.worker.source.SourceException;
import dev.freshet.worker.source.Sources;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KeyListTest {
  private final Warming warming = new Warming();
  private final List<KeysListed> pages = new ArrayList<>();
  private int reads;

  @AfterEach
  void close() {
    warming.close();
  }

  @Test
  void shouldListKeysInPagesAndCountWhatIsLeftOut() throws Exception {
    KeysListed last = listed(list(2_500), (columns, most, rows) -> give(rows, 0, (int) most, 77));

    assertEquals(2, pages.size());
    assertEquals(List.of(0, 1), pages.stream().map(KeysListed::getPage).toList());
    assertTrue(pages.stream().noneMatch(KeysListed::getLast));
    assertEquals(1_000, pages.get(1).getKeys().size());
    assertEquals("profile:1000", pages.get(1).getKeys().get(0));
    assertEquals(2, last.getPage());
    assertEquals(500, last.getKeys().size());
    assertEquals(77, last.getLeftOut());
    assertTrue(last.getLast());
  }

  /** A record of Kafka holds a megabyte by default. */
  @Test
  void shouldMakeSmallerPagesOfLongKeys() throws Exception {
    String longId = "x".repeat(3_900);

    KeysListed last =
        listed(
            list(1_000),
            (columns, most, rows) -> {
              for (int i = 0; i < 200; i++) {
                rows.accept(Map.of("userId", longId + i));
              }
              return 0;
            });

    pages.add(last);
    assertEquals(200, pages.stream().mapToInt(page -> page.getKeys().size()).sum());
    for (KeysListed page : pages) {
      assertTrue(String.join("", page.getKeys()).length() < 330_000);
    }
  }

  @Test
  void shouldNameNoMoreFailedKeysThanARecordHolds() {
    List<String> keys = IntStream.range(0, 900).mapToObj(i -> "x".repeat(4_000) + i).toList();

    Outcome.Done undone = Works.undone(task(new LoadKeys(keys)).build(), "user-api/n1", "away");

    TaskReport report = (TaskReport) undone.report();
    assertEquals(900, report.getFailed());
    assertTrue(String.join("", report.getFailedKeys()).length() < 330_000);
  }

  @Test
  void shouldRejectRowsThatAreNoKeyAndShowOne() throws Exception {
    KeysListed last =
        listed(
            list(100),
            (columns, most, rows) -> {
              rows.accept(Map.of("userId", 1));
              rows.accept(Map.of());
              rows.accept(Map.of("userId", 1.5));
              return 0;
            });

    assertEquals(List.of("profile:1"), last.getKeys());
    assertEquals(2, last.getRejected());
    assertTrue(last.getError().orElse("").contains("userId"), last.getError().orElse(""));
  }

  @Test
  void shouldAskAgainASourceThatFailsAtFirst() throws Exception {
    KeysListed last =
        listed(
            list(100),
            (columns, most, rows) -> {
              give(rows, reads * 10, 5, 0);
              if (reads++ == 0) {
                throw new SourceException("data source users: is away");
              }
              return 0;
            });

    assertEquals(
        List.of("profile:10", "profile:11", "profile:12", "profile:13", "profile:14"),
        last.getKeys(),
        "of the second answer alone");
    assertEquals(2, reads);
  }

  @Test
  void shouldKeepWhatCameBeforeTheSourceFailed() throws Exception {
    Outcome.Done done =
        done(
            list(10_000),
            (columns, most, rows) -> {
              reads++;
              give(rows, 0, 1_500, 0);
              throw new SourceException("data source users: is away");
            });

    KeysListed last = (KeysListed) done.report();
    assertEquals(TaskOutcome.FAILED, done.how());
    assertEquals(1, reads);
    assertEquals(1, pages.size());
    assertEquals(500, last.getKeys().size());
    assertEquals("data source users: is away", last.getError().orElse(""));
  }

  @Test
  void shouldGiveUpAfterTheLastAttempt() throws Exception {
    Outcome.Done done =
        done(
            list(10),
            (columns, most, rows) -> {
              reads++;
              throw new SourceException("data source users: is away");
            });

    assertEquals(TaskOutcome.FAILED, done.how());
    assertEquals(3, reads);
  }

  @Test
  void shouldLeaveASourceThatItDoesNotKnowToOthers() throws Exception {
    Outcome outcome = outcome(list(10), Sources.NONE);

    assertEquals(
        new Outcome.Unable("data source users: is not known here, expected none: there are none"),
        outcome);
  }

  private static long give(RowConsumer rows, int from, int count, long beyond)
      throws InterruptedException {
    for (int i = from; i < from + count; i++) {
      rows.accept(Map.of("userId", i));
    }
    return beyond;
  }

  private KeysListed listed(ListKeys work, KeyRows rows) throws Exception {
    Outcome.Done done = done(work, rows);
    assertEquals(TaskOutcome.DONE, done.how());
    return (KeysListed) done.report();
  }

  private Outcome.Done done(ListKeys work, KeyRows rows) throws Exception {
    RowSource source = text -> rows;
    return assertInstanceOf(
        Outcome.Done.class, outcome(work, Sources.builder().dataSource("users", source).build()));
  }

  private Outcome outcome(ListKeys work, Sources sources) throws InterruptedException {
    Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(1), () -> 1);
    return new KeyList(warming.region, task(work).build(), "user-api/n1", pages::add)
        .list(work, sources, backoff, time -> {});
  }
}
