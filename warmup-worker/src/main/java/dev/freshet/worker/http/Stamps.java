// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.freshet.cache.EntryKey;
import dev.freshet.http.problem.ProblemException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * The loads that clients have begun. A client knows its load by the text of a stamp; what the stamp
 * means stays here, so no client can make one up.
 *
 * <p>For some seconds the first stamp of a key is also a lease: others who miss the key meanwhile
 * get none, so that one client loads and the others wait (Nishtala et al., <i>Scaling Memcache at
 * Facebook</i>, NSDI 2013, section 3.2.1). The lease saves loads and decides nothing else: every
 * value is fenced by its own stamp.
 *
 * <p>Bounded in number and time: a stamp that was forgotten is refused. Safe for any thread;
 * nothing here blocks.
 */
final class Stamps {
  /** By the text of the stamp, which no other start and no other node has given. */
  private final Cache<String, Issued> issued;

  private final Cache<EntryKey, Issued> leases;
  private final AtomicLong ends = new AtomicLong();
  private final Duration lease;
  private final Ticker ticker;

  /** A stamp that a client has. */
  static final class Issued {
    private final String stamp;
    private final ClientLoad load;
    private final long atNanos;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    /** Which end of all it was. Volatile: ended by any thread; written before {@link #ended}. */
    private volatile long endedAs;

    private Issued(String stamp, ClientLoad load, long atNanos) {
      this.stamp = stamp;
      this.load = load;
      this.atNanos = atNanos;
    }

    ClientLoad load() {
      return load;
    }
  }

  /** What comes of asking for a stamp. */
  sealed interface Grant {
    /** The asker is to load. */
    record Leased(String stamp) implements Grant {}

    /**
     * Somebody else loads.
     *
     * @param load theirs
     * @param ended completes when they are done, well or not; maybe never
     * @param left how long they may keep others waiting
     */
    record Busy(ClientLoad load, CompletableFuture<Void> ended, Duration left) implements Grant {}

    /** Somebody's load has ended since the asker looked: the value may be there now. */
    record LookAgain() implements Grant {}
  }

  /**
   * Stamps.
   *
   * @param lease for how long a stamp keeps others from getting one; zero for not at all
   * @param life for how long it can be used
   * @param most how many are remembered
   */
  Stamps(Duration lease, Duration life, int most, Ticker ticker) {
    this.lease = lease;
    this.ticker = ticker;
    this.issued =
        Caffeine.newBuilder().maximumSize(most).expireAfterWrite(life).ticker(ticker).build();
    this.leases =
        Caffeine.newBuilder().maximumSize(most).expireAfterWrite(lease).ticker(ticker).build();
  }

  /** To be called before a look for a key: {@link #ask} wants to know what ended since. */
  long mark() {
    return ends.get();
  }

  /**
   * A stamp for a key that is not cached, unless somebody has one whose value may be cached.
   *
   * @param mark from before the asker has looked
   */
  Grant ask(EntryKey key, long mark, Supplier<ClientLoad> begin) {
    Issued[] own = new Issued[1];
    Issued[] overtaken = new Issued[1];
    Issued holder =
        leases
            .asMap()
            .compute(
                key,
                (missed, held) -> {
                  if (held != null && (held.endedAs > mark || isUnderway(held))) {
                    return held;
                  }
                  overtaken[0] = held;
                  own[0] = new Issued(UUID.randomUUID().toString(), begin.get(), ticker.read());
                  return own[0];
                });
    if (overtaken[0] != null) {
      end(overtaken[0]);
    }
    if (holder.endedAs > mark) {
      return new Grant.LookAgain();
    }
    if (holder != own[0]) {
      long heldNanos = ticker.read() - holder.atNanos;
      return new Grant.Busy(holder.load, holder.ended, lease.minusNanos(heldNanos));
    }
    issued.put(holder.stamp, holder);
    return new Grant.Leased(holder.stamp);
  }

  /**
   * The load of a stamp that a client sends back.
   *
   * @throws ProblemException if it is unknown or was given for another key
   */
  Issued redeem(String stamp, EntryKey key) {
    Issued found = issued.getIfPresent(stamp);
    if (found == null) {
      throw ProblemException.of(
          NodeProblem.STAMP_UNKNOWN,
          "stamp for key "
              + key
              + ": found one that has expired, or that another node or another"
              + " start of this node gave; expected the stamp of a miss on this node");
    }
    if (!found.load.key().equals(key)) {
      throw ProblemException.of(
          NodeProblem.STAMP_OF_ANOTHER_KEY,
          "stamp: found one for key " + found.load.key() + ", expected one for key " + key);
    }
    return found;
  }

  private static boolean isUnderway(Issued held) {
    return held.endedAs == 0 && held.load.isCurrent();
  }

  /** The load has come to its end: who waits for it looks again. The stamp can be used again. */
  void end(Issued load) {
    load.endedAs = ends.incrementAndGet();
    boolean unused = load.ended.complete(null);
  }

  /** The key was written or invalidated: who waits for its load looks again. */
  void wake(EntryKey key) {
    Issued held = leases.getIfPresent(key);
    if (held != null) {
      end(held);
    }
  }

  /** Does now what is otherwise done by and by. */
  void tidyUp() {
    issued.cleanUp();
    leases.cleanUp();
  }
}
