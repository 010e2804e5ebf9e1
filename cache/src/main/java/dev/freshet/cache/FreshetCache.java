// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.freshet.cache.codec.Codec;
import dev.freshet.cache.fence.Fence;
import dev.freshet.cache.fence.Interleaving;
import dev.freshet.cache.region.CacheContext;
import dev.freshet.cache.region.Flights;
import dev.freshet.cache.region.TwoLevelRegion;
import dev.freshet.cache.store.L2Store;
import dev.freshet.cache.time.ClosedTime;
import dev.freshet.events.values.LogIdentity;
import dev.freshet.events.values.Position;
import dev.freshet.events.values.Target;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import java.util.function.ToIntFunction;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The cache of one node: its regions, and the applier that feeds them the command log.
 * Deterministic given a clock, a ticker, an executor, a timer and the order of calls.
 *
 * <p>Safe for any thread; the {@link #applier()} is for one.
 */
public final class FreshetCache implements AutoCloseable {
  /** A region is open once in each version. */
  private record Name(String region, int version) {}

  private final CacheContext context;
  private final Fence fence;
  private final Threads threads;
  private final ConcurrentHashMap<Name, TwoLevelRegion<?>> regions = new ConcurrentHashMap<>();

  private FreshetCache(Builder builder, CommandLog commands) {
    this.threads = new Threads(builder.executor, builder.timer);
    this.context = builder.context(commands, threads);
    this.fence = builder.fence == null ? new Fence(builder.epochTableCapacity) : builder.fence;
    Gauge.builder("freshet.tag.cells", fence, Fence::cellCount).register(builder.meters);
    Gauge.builder("freshet.epoch.table.size", fence, Fence::tableSize).register(builder.meters);
  }

  /** Starts to describe a cache whose writes and invalidations go to {@code commands}. */
  public static Builder builder(CommandLog commands) {
    return new Builder(commands);
  }

  /**
   * Opens a region. One region may be open in several versions, each with entries of its own.
   *
   * @throws IllegalArgumentException if the region is open in this version
   */
  public <V> Region<V> region(RegionSettings settings, Codec<V> codec) {
    Name name = new Name(settings.name(), settings.version());
    if (regions.containsKey(name)) {
      throw alreadyOpen(name);
    }
    TwoLevelRegion<V> region = TwoLevelRegion.open(settings, codec, fence, context);
    if (regions.putIfAbsent(name, region) != null) {
      throw alreadyOpen(name);
    }
    return region;
  }

  private static IllegalArgumentException alreadyOpen(Name name) {
    return new IllegalArgumentException(
        "region " + name.region() + ": is already open in version " + name.version());
  }

  /**
   * Invalidates a target on every node, through the log. Blocks until the command is stored and
   * applied here.
   *
   * @throws CommandFailedException if the command could not be stored or was not applied in time
   */
  public void invalidate(Target target) {
    context.append(target);
  }

  /** The side that follows the command log. */
  public CommandApplier applier() {
    return new CommandApplier() {
      @Override
      public void startOver(LogIdentity identity, ToIntFunction<String> partitionOf) {
        fence.startOver(identity, partitionOf);
        regions.values().forEach(TwoLevelRegion::clear);
      }

      @Override
      public boolean apply(Target target, Position position) {
        return fence.apply(target, position);
      }

      @Override
      public boolean applyUnreadable(Position position) {
        return fence.applyUnreadable(position);
      }

      @Override
      public void skip(Position position) {
        fence.skip(position);
      }

      @Override
      public boolean caughtUp() {
        return fence.caughtUp();
      }

      @Override
      public boolean isCaughtUp() {
        return fence.readableLog() != null;
      }

      @Override
      public void closedTime(Instant closed) {
        context.closedTime().advance(closed.toEpochMilli());
      }
    };
  }

  /**
   * How far the command log is applied: for each partition, the position just behind the last
   * record that was handed over. Empty while no log is named. Never blocks.
   */
  public List<Position> watermarks() {
    return fence.watermarks();
  }

  /** How the open regions are doing, by name and version. Never blocks. */
  public List<RegionStats> stats() {
    return regions.values().stream()
        .map(TwoLevelRegion::stats)
        .sorted(Comparator.comparing(RegionStats::region).thenComparing(RegionStats::version))
        .toList();
  }

  /**
   * Ends all that is written behind: takes no more, and blocks until what waits is written or given
   * up. To be called while commands can still be appended and applied.
   */
  public void endWriteBehind() {
    regions.values().forEach(TwoLevelRegion::close);
  }

  /** Flushes what is written behind, then releases the L2 store and the threads; idempotent. */
  @Override
  public void close() {
    endWriteBehind();
    if (context.store() != null) {
      context.store().close();
    }
    threads.close();
  }

  /** Settings of a cache, each with a default. Not safe for concurrent use. */
  public static final class Builder {
    private static final Pattern NAMESPACE = Pattern.compile("[A-Za-z0-9._-]+");

    private final CommandLog commands;
    private String namespace = "freshet";
    private @Nullable L2Store store;
    private Duration l2Timeout = Duration.ofMillis(250);
    private Duration commandTimeout = Duration.ofSeconds(5);
    private MeterRegistry meters = new SimpleMeterRegistry();
    private InstantSource clock = InstantSource.system();
    private Ticker ticker = Ticker.systemTicker();
    private int epochTableCapacity = 1 << 20;
    private @Nullable Executor executor;
    private @Nullable ScheduledExecutorService timer;
    private DoubleSupplier random = () -> ThreadLocalRandom.current().nextDouble();
    private Executor maintenance = ForkJoinPool.commonPool();
    private @Nullable Fence fence;
    private Interleaving interleaving = Interleaving.NONE;

    private Builder(CommandLog commands) {
      this.commands = commands;
    }

    /**
     * What keys in L2 begin with: letters, digits, {@code . _ -}; default {@code freshet}.
     *
     * @throws IllegalArgumentException if it has other characters: two caches could then read each
     *     other's values
     */
    public Builder namespace(String value) {
      if (!NAMESPACE.matcher(value).matches()) {
        throw new IllegalArgumentException(
            "namespace: found '" + value + "', expected letters, digits, '.', '_' and '-'");
      }
      namespace = value;
      return this;
    }

    /** The second level; without one the cache has L1 alone. */
    public Builder store(L2Store value) {
      store = value;
      return this;
    }

    /** How long a reader waits for L2 before it counts a miss; default 250 ms. */
    public Builder l2Timeout(Duration value) {
      l2Timeout = value;
      return this;
    }

    /** How long writes and invalidations wait to be applied; default 5 s. */
    public Builder commandTimeout(Duration value) {
      commandTimeout = value;
      return this;
    }

    /** Where meters go; default a registry of its own. */
    public Builder meters(MeterRegistry value) {
      meters = value;
      return this;
    }

    /** Wall clock for TTLs in L2 and ticker for those in L1. */
    public Builder clock(InstantSource wallClock, Ticker nanoTicker) {
      clock = wallClock;
      ticker = nanoTicker;
      return this;
    }

    /**
     * How many targets the epoch table remembers, 48 bytes each at the most; default about a
     * million. A full table costs misses, never a stale read.
     */
    public Builder epochTableCapacity(int value) {
      epochTableCapacity = value;
      return this;
    }

    /**
     * What runs loaders that have a timeout or a lease, refreshes, and the stages of asynchronous
     * callers. Loaders block it; where it refuses a task, the load fails. Default up to 64 daemon
     * threads.
     */
    public Builder executor(Executor value) {
      executor = value;
      return this;
    }

    /** What measures timeouts; default one daemon thread. */
    public Builder timer(ScheduledExecutorService value) {
      timer = value;
      return this;
    }

    /** Numbers of at least 0 and less than 1, for jitter. */
    public Builder random(DoubleSupplier value) {
      random = value;
      return this;
    }

    private CacheContext context(CommandLog log, Threads threads) {
      return new CacheContext(
          namespace,
          log,
          store,
          l2Timeout,
          commandTimeout,
          meters,
          clock,
          ticker,
          threads.executor(),
          maintenance,
          threads.timer(),
          random,
          new ClosedTime(clock),
          interleaving,
          new Flights.Awaited());
    }

    /** What tidies up L1, instead of the common pool: tests want it done at once. */
    Builder maintenance(Executor value) {
      maintenance = value;
      return this;
    }

    /** A fence of its own and a schedule that steps through it: for simulations. */
    Builder simulated(Fence value, Interleaving schedule) {
      fence = value;
      interleaving = schedule;
      maintenance = Runnable::run;
      return this;
    }

    /** The cache. Until its applier has been told of a log, L2 is not used. */
    public FreshetCache build() {
      return new FreshetCache(this, commands);
    }
  }
}
