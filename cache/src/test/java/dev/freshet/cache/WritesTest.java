// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.cache.codec.Codec;
import dev.freshet.events.values.Position;
import dev.freshet.events.values.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Writes on condition, and through to the source. */
class WritesTest {
  private static final RegionSettings STOCK =
      RegionSettings.of("stock", "stock:{shop}:{id}").withTags("shop:{shop}");
  private static final Map<String, Object> PARAMS = Map.of("shop", "north", "id", 1);

  private final TestCluster cluster = new TestCluster();
  private final TestCluster.Node node = cluster.node();
  private final TestCluster.Node other = cluster.node();
  private final Region<String> region = node.region(STOCK, String.class);
  private final Region<String> there = other.region(STOCK, String.class);
  private final EntryKey key = region.key(PARAMS);
  private final AtomicReference<String> source = new AtomicReference<>("v0");
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  @Test
  void shouldPutIfNothingFreshIsCachedAnywhere() {
    assertTrue(region.putIfAbsent(key, "first"));

    assertFalse(region.putIfAbsent(key, "second"), "in L1");
    assertFalse(there.putIfAbsent(key, "second"), "in L2");

    assertEquals("first", region.getIfPresent(key));
    assertEquals("first", there.getIfPresent(key));
  }

  @Test
  void shouldPutIfWhatWasCachedIsInvalidatedOrExpired() {
    region.put(key, "first");
    node.cache.invalidate(new Target.Tag("shop:north"));
    assertTrue(there.putIfAbsent(key, "second"));
    cluster.pass(Duration.ofMinutes(15));

    assertTrue(region.putIfAbsent(key, "third"));

    assertEquals("third", there.getIfPresent(key));
  }

  @Test
  void shouldPutIfWhatIsCachedIsThatThereIsNoValue() {
    RegionSettings remembering = STOCK.with(STOCK.lifetime().withAbsentTtl(Duration.ofMinutes(1)));
    Region<String> region = cluster.node().region(remembering, String.class);
    assertNull(region.get(key, unused -> null));

    assertTrue(region.putIfAbsent(key, "first"));

    assertEquals("first", region.getIfPresent(key));
  }

  @Test
  void shouldPutIfWhatTheCallerSawStillHolds() {
    region.put(key, "first");
    Answer<String> seen = region.answer(key, this::load);
    Answer<String> seenThere = there.answer(key, this::load);
    assertTrue(seen.isCurrent());

    assertTrue(region.putIfCurrent(key, "second", seen));

    assertFalse(seen.isCurrent());
    assertFalse(region.putIfCurrent(key, "third", seen), "seen before the second");
    assertFalse(there.putIfCurrent(key, "third", seenThere), "on the other node, too");
    assertEquals("second", region.getIfPresent(key));
    assertEquals("second", there.getIfPresent(key));
  }

  @Test
  void shouldNotPutOnWhatACommandMadeStale() {
    Answer<String> seen = region.answer(key, this::load);
    cluster.append(new Target.Tag("shop:north")).join();

    assertFalse(region.putIfCurrent(key, "second", seen));

    assertNull(region.getIfPresent(key));
  }

  @Test
  void shouldNotPutOnAnAnswerThatWasNeverCached() {
    Answer<String> seen = region.answer(key, unused -> null);

    assertFalse(seen.isCurrent());
    assertFalse(region.putIfCurrent(key, "second", seen));
  }

  @Test
  void shouldLetOneAtTheMostOfSeveralRacingWritersReplaceWhatTheySaw() throws Exception {
    for (int round = 0; round < 200; round++) {
      region.put(key, "seen");
      Answer<String> seen = region.answer(key, this::load);
      List<Boolean> accepted = race(4, writer -> region.putIfCurrent(key, "w" + writer, seen));

      long winners = accepted.stream().filter(won -> won).count();
      String cached = region.getIfPresent(key);
      assertTrue(winners <= 1, "found " + winners + " writers, expected one at the most");
      assertTrue(
          cached == null || accepted.get(Integer.parseInt(cached.substring(1))),
          "what is cached is of a writer that was accepted, or nothing");
    }
  }

  @Test
  void shouldEndWithTheValueOfTheSourceOrNoneHoweverWritersCross() throws Exception {
    for (int round = 0; round < 200; round++) {
      List<Boolean> unused =
          race(
              4,
              writer ->
                  (writer % 2 == 0 ? region : there)
                      .write(key, "w" + writer, (asked, value) -> source.set(value)));

      for (Region<String> asked : List.of(region, there)) {
        String cached = asked.getIfPresent(key);
        assertTrue(
            cached == null || cached.equals(source.get()),
            "found " + cached + ", expected " + source.get() + " or none");
      }
    }
  }

  @Test
  void shouldWriteThroughToTheSourceThenCacheOnBothNodes() {
    List<String> order = new ArrayList<>();
    there.get(key, this::load);

    boolean cached =
        region.write(
            key,
            "new",
            (asked, value) -> {
              order.add(asked.text() + "=" + value);
              order.add("there still " + there.getIfPresent(asked));
            });

    assertTrue(cached);
    assertEquals(List.of("stock:north:1=new", "there still v0"), order);
    assertEquals("new", region.getIfPresent(key));
    assertEquals("new", there.getIfPresent(key));
  }

  @Test
  void shouldKeepNeitherOfTwoWritesThatCrossed() {
    boolean cached =
        region.write(
            key,
            "outer",
            (asked, value) -> {
              boolean inner = there.write(asked, "inner", (again, other) -> source.set(other));
              assertTrue(inner);
              source.set(value);
            });

    assertFalse(cached);
    assertNull(region.getIfPresent(key));
    assertNull(there.getIfPresent(key));
    assertEquals("outer", there.get(key, this::load));
  }

  @Test
  void shouldInvalidateTheKeyWhereTheWriterThrows() {
    region.get(key, this::load);
    there.get(key, this::load);
    Exception cause = new Exception("connection lost after the commit");

    var error =
        assertThrows(
            WriteFailedException.class,
            () ->
                region.write(
                    key,
                    "new",
                    (asked, value) -> {
                      source.set(value);
                      throw cause;
                    }));

    assertSame(cause, error.getCause());
    assertEquals("region stock: the writer failed: " + cause, error.getMessage());
    assertNull(region.getIfPresent(key));
    assertEquals("new", there.get(key, this::load));
  }

  @Test
  void shouldInvalidateTheKeyWhereTheWriterRunsIntoAnError() {
    region.get(key, this::load);
    Error cause = new StackOverflowError("deep");

    var error =
        assertThrows(
            WriteFailedException.class,
            () ->
                region.write(
                    key,
                    "new",
                    (asked, value) -> {
                      throw cause;
                    }));

    assertSame(cause, error.getCause());
    assertNull(region.getIfPresent(key));
  }

  @Test
  void shouldSayBothWhereTheWriterAndTheLogFail() {
    CompletableFuture<Position> away =
        CompletableFuture.failedFuture(new IllegalStateException("log away"));
    FreshetCache cutOff = FreshetCache.builder(target -> away).build();
    Region<String> alone = cutOff.region(STOCK, Codec.json(String.class));

    var error =
        assertThrows(
            WriteFailedException.class,
            () ->
                alone.write(
                    key,
                    "new",
                    (asked, value) -> {
                      throw new Exception("source away");
                    }));

    assertEquals(
        "command for k|stock:north:1: the log did not store it:"
            + " java.lang.IllegalStateException: log away",
        error.getSuppressed()[0].getMessage());
  }

  @Test
  void shouldNotCacheAWriteWhoseCommandFailed() {
    CompletableFuture<Position> away =
        CompletableFuture.failedFuture(new IllegalStateException("log away"));
    FreshetCache cutOff = FreshetCache.builder(target -> away).build();
    Region<String> alone = cutOff.region(STOCK, Codec.json(String.class));

    assertThrows(
        CommandFailedException.class,
        () -> alone.write(key, "new", (asked, value) -> source.set(value)));
    assertThrows(CommandFailedException.class, () -> alone.put(key, "new"));
    assertThrows(CommandFailedException.class, () -> alone.putAll(Map.of(key, "new")));
    assertThrows(CommandFailedException.class, () -> alone.putIfAbsent(key, "new"));

    assertNull(alone.getIfPresent(key));
    assertEquals("new", source.get());
  }

  private @Nullable String load(EntryKey asked) {
    return source.get();
  }

  private interface Writer {
    boolean write(int number);
  }

  private List<Boolean> race(int writers, Writer writer) throws Exception {
    CyclicBarrier start = new CyclicBarrier(writers);
    List<Future<Boolean>> running = new ArrayList<>();
    for (int i = 0; i < writers; i++) {
      int number = i;
      running.add(
          threads.submit(
              () -> {
                start.await();
                return writer.write(number);
              }));
    }
    List<Boolean> results = new ArrayList<>();
    for (Future<Boolean> each : running) {
      results.add(each.get());
    }
    return results;
  }
}
