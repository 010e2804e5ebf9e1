// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.preload;

import dev.freshet.cache.EntryKey;
import dev.freshet.cache.Region;
import dev.freshet.events.avro.HotKeys;
import dev.freshet.registry.MemberId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says which keys of each open region this node serves most: every minute or so if that has
 * changed, else every ten, and at once when it is to get no more work. A region of which L1 has
 * nothing is not spoken of, so that what was hot before it was purged stays known. Safe for any
 * thread.
 */
public final class HotKeyReporter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HotKeyReporter.class);
  private static final Duration SAID_AGAIN = Duration.ofMinutes(10);
  private static final long CLOSE_WITHIN_MS = 1_000;
  private static final double JITTER = 0.2;
  private static final int MOST_KEYS = 10_000;

  /** A report must fit into a record of Kafka, a megabyte by default; a char is up to 3 bytes. */
  private static final int MOST_CHARS = 300_000;

  /**
   * How much is said.
   *
   * @param keys most keys of a region; 0: nothing is said
   * @param every how often; a fifth more or less, so that nodes do not all report at once
   */
  public record Settings(int keys, Duration every) {
    /** A thousand keys, every minute. */
    public static final Settings DEFAULT = new Settings(1_000, Duration.ofMinutes(1));

    /** Names the setting that does not hold. */
    public Settings {
      if (keys < 0 || keys > MOST_KEYS) {
        throw new IllegalArgumentException(
            "hot keys: found " + keys + ", expected 0 to " + MOST_KEYS);
      }
      if (every.isNegative() || every.isZero()) {
        throw new IllegalArgumentException(
            "hot keys: every: found " + every + ", expected longer than 0");
      }
    }
  }

  private record Said(List<String> keys, long atMs) {}

  private final MemberId id;
  private final Settings settings;
  private final Supplier<List<Region<?>>> regions;
  private final Consumer<HotKeys> publish;
  private final InstantSource clock;
  private final Semaphore wanted = new Semaphore(0);
  private final Thread thread;

  /** By region, what was said last. The thread's own. */
  private final Map<String, Said> said = new HashMap<>();

  /** Volatile: set by who closes, read by the thread. */
  private volatile boolean isClosed;

  /**
   * A reporter, which {@link #start} starts.
   *
   * @param publish takes reports; what it throws is logged, and said again the next time
   */
  public HotKeyReporter(
      MemberId id,
      Settings settings,
      Supplier<List<Region<?>>> regions,
      Consumer<HotKeys> publish,
      InstantSource clock) {
    this.id = id;
    this.settings = settings;
    this.regions = regions;
    this.publish = publish;
    this.clock = clock;
    this.thread = new Thread(this::run, "freshet-hot-keys-" + id.instance());
    this.thread.setDaemon(true);
  }

  /** Begins to report, if it is to say anything; to be called once. */
  public void start() {
    if (settings.keys() > 0) {
      thread.start();
    }
  }

  /** Reports now; does not wait for it. */
  public void reportNow() {
    wanted.release();
  }

  private void run() {
    try {
      while (true) {
        boolean unused = wanted.tryAcquire(pauseMs(), TimeUnit.MILLISECONDS);
        int alsoWanted = wanted.drainPermits();
        LOG.trace("hot keys reported node={} asked={}", id.instance(), alsoWanted);
        report();
        if (isClosed) {
          return;
        }
      }
    } catch (InterruptedException e) {
      LOG.debug("hot keys: reporter stops node={}", id.instance(), e);
    }
  }

  private long pauseMs() {
    double share = 1 - JITTER + 2 * JITTER * ThreadLocalRandom.current().nextDouble();
    return Math.max(1, (long) (settings.every().toMillis() * share));
  }

  /** Says of each region what is due. */
  void report() {
    for (Region<?> region : regions.get()) {
      try {
        report(region);
      } catch (RuntimeException e) {
        LOG.warn(
            "hot keys not reported node={} region={}", id.instance(), region.settings().name(), e);
      }
    }
  }

  private void report(Region<?> region) {
    String name = region.settings().name();
    List<String> hottest = region.hottest(settings.keys()).stream().map(EntryKey::text).toList();
    List<String> keys = hottest.subList(0, fitting(hottest));
    long nowMs = clock.millis();
    Said last = said.get(name);
    boolean isDue =
        last == null || !last.keys().equals(keys) || nowMs - last.atMs() >= SAID_AGAIN.toMillis();
    if (keys.isEmpty() || !isDue) {
      return;
    }
    boolean isComplete = hottest.size() < settings.keys() && keys.size() == hottest.size();
    publish.accept(
        HotKeys.newBuilder()
            .setService(id.service())
            .setInstance(id.instance())
            .setRegion(name)
            .setTakenAtMs(nowMs)
            .setKeys(keys)
            .setComplete(isComplete)
            .build());
    said.put(name, new Said(keys, nowMs));
  }

  /** How many of the first keys fit into a report. */
  private static int fitting(List<String> keys) {
    int chars = 0;
    for (int count = 0; count < keys.size(); count++) {
      chars += keys.get(count).length();
      if (chars > MOST_CHARS) {
        return count;
      }
    }
    return keys.size();
  }

  /** Reports once more and ends; waits a second for it at the most. */
  @Override
  public void close() {
    isClosed = true;
    wanted.release();
    try {
      thread.join(CLOSE_WITHIN_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
