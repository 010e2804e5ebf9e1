// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.freshet.cache.codec.Codec;
import dev.freshet.cache.fence.Fence;
import dev.freshet.cache.fence.Interleaving;
import dev.freshet.cache.store.L2Store;
import dev.freshet.events.values.LogIdentity;
import dev.freshet.events.values.Position;
import dev.freshet.events.values.Target;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The cache of one node: its regions, and the applier that feeds them the command log.
 * Deterministic given a clock, a ticker and the order of calls: it starts no thread of its own.
 *
 * <p>Safe for any thread; the {@link #applier()} is for one.
 */
public final class FreshetCache implements AutoCloseable {
  private final CacheContext context;
  private final Fence fence;
  private final ConcurrentHashMap<String, TwoLevelRegion<?>> regions = new ConcurrentHashMap<>();

  private FreshetCache(Builder builder, CommandLog commands) {
    this.context =
        new CacheContext(
            builder.namespace,
            commands,
            builder.store,
            builder.l2Timeout,
            builder.commandTimeout,
            builder.meters,
            builder.clock,
            builder.ticker,
            builder.interleaving,
            new Flights.Awaited());
    this.fence = builder.fence == null ? new Fence(builder.epochTableCapacity) : builder.fence;
    Gauge.builder("freshet.tag.cells", fence, Fence::cellCount).register(builder.meters);
    Gauge.builder("freshet.epoch.table.size", fence, Fence::tableSize).register(builder.meters);
  }

  /** Starts to describe a cache whose writes and invalidations go to {@code commands}. */
  public static Builder builder(CommandLog commands) {
    return new Builder(commands);
  }

  /**
   * Opens a region.
   *
   * @throws IllegalArgumentException if a region of that name is open
   */
  public <V> Region<V> region(RegionSettings settings, Codec<V> codec) {
    TwoLevelRegion<V> region = new TwoLevelRegion<>(settings, codec, fence, context);
    if (regions.putIfAbsent(settings.name(), region) != null) {
      throw new IllegalArgumentException("region " + settings.name() + ": is already open");
    }
    return region;
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
      public void caughtUp() {
        fence.caughtUp();
      }
    };
  }

  /** Releases the L2 store; idempotent. */
  @Override
  public void close() {
    if (context.store() != null) {
      context.store().close();
    }
  }

  /** Settings of a cache, each with a default. Not safe for concurrent use. */
  public static final class Builder {
    private final CommandLog commands;
    private String namespace = "freshet";
    private @Nullable L2Store store;
    private Duration l2Timeout = Duration.ofMillis(250);
    private Duration commandTimeout = Duration.ofSeconds(5);
    private MeterRegistry meters = new SimpleMeterRegistry();
    private InstantSource clock = InstantSource.system();
    private Ticker ticker = Ticker.systemTicker();
    private int epochTableCapacity = 1 << 20;
    private @Nullable Fence fence;
    private Interleaving interleaving = Interleaving.NONE;

    private Builder(CommandLog commands) {
      this.commands = commands;
    }

    /** What keys in L2 begin with; default {@code freshet}. */
    public Builder namespace(String value) {
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

    /** A fence of its own and a schedule that steps through it: for simulations. */
    Builder simulated(Fence value, Interleaving schedule) {
      fence = value;
      interleaving = schedule;
      return this;
    }

    /** The cache. Until its applier has been told of a log, L2 is not used. */
    public FreshetCache build() {
      return new FreshetCache(this, commands);
    }
  }
}
