// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.preload;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.events.avro.HotKeys;
import dev.freshet.events.values.Target;
import dev.freshet.registry.MemberId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HotKeyReporterTest {
  private static final Duration SELDOM = Duration.ofHours(1);

  private final Joining joining = new Joining();
  private final Joining.Node node = joining.node();
  private final List<HotKeys> reports = new CopyOnWriteArrayList<>();
  private final AtomicBoolean away = new AtomicBoolean();
  private final AtomicLong nowMs = new AtomicLong(5_000);

  @AfterEach
  void close() {
    joining.close();
  }

  @Test
  void shouldSayWhichKeysAreReadMost() {
    HotKeyReporter reporter = reporter(3, SELDOM);
    node.warm(1, 2, 3, 4);
    reporter.report();
    node.read(4, 4, 4, 2, 2, 1);
    nowMs.set(65_000);

    reporter.report();

    HotKeys last = reports.get(1);
    assertEquals(List.of("profile:4", "profile:2", "profile:1"), last.getKeys());
    assertEquals("user-api", last.getService());
    assertEquals("n1", last.getInstance());
    assertEquals("profile", last.getRegion());
    assertEquals(65_000, last.getTakenAtMs());
    assertFalse(last.getComplete(), "there is a fourth one");
  }

  @Test
  void shouldSayThatTheseAreAll() {
    node.warm(1, 2);

    reporter(3, SELDOM).report();

    assertTrue(reports.get(0).getComplete());
  }

  @Test
  void shouldSayTheSameAgainOnlyAfterTenMinutes() {
    HotKeyReporter reporter = reporter(3, SELDOM);
    node.warm(1);
    reporter.report();

    nowMs.addAndGet(Duration.ofMinutes(9).toMillis());
    reporter.report();
    assertEquals(1, reports.size());
    nowMs.addAndGet(Duration.ofMinutes(1).toMillis());
    reporter.report();

    assertEquals(2, reports.size());
  }

  @Test
  void shouldLeaveWhatWasHotBeforeAPurge() {
    HotKeyReporter reporter = reporter(3, SELDOM);
    reporter.report();
    assertEquals(List.of(), reports);
    node.warm(1, 2);
    reporter.report();
    joining.invalidate(Target.ALL);

    reporter.report();

    assertEquals(1, reports.size());
  }

  @Test
  void shouldSayItTheNextTimeWhereItCouldNotBeSent() {
    HotKeyReporter reporter = reporter(3, SELDOM);
    node.warm(1);
    away.set(true);
    reporter.report();
    away.set(false);

    reporter.report();

    assertEquals(1, reports.size());
  }

  @Test
  void shouldReportByItselfAndAtOnceWhenAsked() {
    node.warm(1);
    try (HotKeyReporter often = reporter(3, Duration.ofMillis(5))) {
      often.start();
      await().until(() -> reports.size() == 1);
    }
    node.warm(2);
    try (HotKeyReporter seldom = reporter(3, SELDOM)) {
      seldom.start();
      seldom.reportNow();
      await().until(() -> reports.size() >= 2);
    }
  }

  @Test
  void shouldReportWhatIsLeftToSayWhenItIsClosed() {
    node.warm(1);
    HotKeyReporter reporter = reporter(3, SELDOM);
    reporter.start();

    reporter.close();

    await().until(() -> reports.size() == 1);
  }

  @Test
  void shouldSayNothingWhereNothingIsWanted() {
    node.warm(1);
    HotKeyReporter silent = reporter(0, Duration.ofMillis(1));
    silent.start();

    silent.close();

    assertEquals(List.of(), reports);
  }

  @Test
  void shouldRefuseSettingsThatDoNotHold() {
    assertThrows(IllegalArgumentException.class, () -> new HotKeyReporter.Settings(10_001, SELDOM));
    assertThrows(
        IllegalArgumentException.class, () -> new HotKeyReporter.Settings(1, Duration.ZERO));
  }

  private HotKeyReporter reporter(int keys, Duration every) {
    return new HotKeyReporter(
        new MemberId("user-api", "n1"),
        new HotKeyReporter.Settings(keys, every),
        () -> List.of(node.profiles()),
        report -> {
          if (away.get()) {
            throw new IllegalStateException("registry away");
          }
          reports.add(report);
        },
        () -> Instant.ofEpochMilli(nowMs.get()));
  }
}
