// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker;

import static dev.freshet.worker.NodeHarness.PATIENCE;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.freshet.cache.LoadTimeoutException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a node serves when the source takes its time. */
class HungLoaderIT {
  private static final int HELD_UP = 1;
  private static final int OTHER = 2;
  private static final String IMPATIENT =
      """
        - name: profile
          key: profile:{userId}
          tags: ["user:{userId}"]
          ttl: 1s
          staleIfError: {maxAge: 1h}
          load: {softTimeout: 100ms, hardTimeout: 1s}
      """;

  private final CountedSource source = new CountedSource();
  private final NodeHarness cluster = new NodeHarness();
  private final StandInCoordinator coordinator = new StandInCoordinator(cluster, source);

  @AfterEach
  void close() {
    source.letGo();
    coordinator.close();
    cluster.close();
  }

  @Test
  void shouldNotKeepWhatALoaderReadBeforeACommandHoweverLateItReturns() throws Exception {
    Rows here = cluster.rows("n1", source);
    Rows there = cluster.rows("n2", source);
    here.get(OTHER);
    String old = source.row(HELD_UP);

    source.holdUp();
    CompletableFuture<@Nullable String> hung =
        CompletableFuture.supplyAsync(() -> here.get(HELD_UP));
    await().until(() -> source.loads() == 2);
    coordinator.change(HELD_UP);
    coordinator.awaitApplied(PATIENCE, here, there);
    assertEquals(source.row(OTHER), here.get(OTHER), "a key that is cached waits for nobody");
    assertFalse(hung.isDone());
    source.letGo();

    assertEquals(old, hung.get(1, TimeUnit.MINUTES), "it asked before the command");
    assertEquals(source.row(HELD_UP), here.get(HELD_UP));
    assertEquals(source.row(HELD_UP), there.get(HELD_UP));
    assertEquals(1, here.counted("freshet.fence.rejections"));
  }

  @Test
  void shouldAnswerInTimeWhileALoaderHangs() throws Exception {
    Rows here =
        cluster.rows("n1", source, builder -> builder.regions(RegionFile.regions(IMPATIENT)));
    String known = loaded(here);
    await().until(() -> !here.has(HELD_UP));
    source.holdUp();

    assertEquals(known, here.get(HELD_UP), "expired, and not invalidated: it stands in");
    Duration standIn = here.slowest();
    assertThrows(LoadTimeoutException.class, () -> here.get(OTHER), "nothing stands in");
    coordinator.change(HELD_UP);
    coordinator.awaitApplied(PATIENCE, here);
    assertThrows(
        LoadTimeoutException.class, () -> here.get(HELD_UP), "what was invalidated stands in");
    source.letGo();

    assertEquals(source.row(HELD_UP), loaded(here));
    System.out.printf(
        "Freshet faults: loader hung: 0 stale, %d loads, expired value after %d ms%n",
        source.loads(), standIn.toMillis());
  }

  /** What the row is once it is loaded in time, which a busy machine need not do at once. */
  private static String loaded(Rows rows) {
    return await()
        .ignoreExceptionsInstanceOf(LoadTimeoutException.class)
        .until(() -> rows.get(HELD_UP), Objects::nonNull);
  }
}
