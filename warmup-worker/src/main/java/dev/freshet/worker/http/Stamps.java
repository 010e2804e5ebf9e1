// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.freshet.cache.EntryKey;
import dev.freshet.http.problem.ProblemException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

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
  private static final int INCARNATION_AND_ID = 2 * Long.BYTES;
  private static final Base64.Encoder TO_TEXT = Base64.getUrlEncoder().withoutPadding();

  /** Says whose stamps these are; another start of the node takes none of them. */
  private final long incarnation = ThreadLocalRandom.current().nextLong();

  private final Cache<Long, Issued> issued;
  private final Cache<EntryKey, Issued> leases;
  private final Duration lease;
  private final Ticker ticker;

  /** A stamp that a client has. */
  static final class Issued {
    private final long id;
    private final ClientLoad load;
    private final long atNanos;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    private Issued(long id, ClientLoad load, long atNanos) {
      this.id = id;
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

  /** A stamp for a key that is not cached, unless somebody has one whose value may be cached. */
  Grant ask(EntryKey key, Supplier<ClientLoad> begin) {
    Issued[] own = new Issued[1];
    Issued[] overtaken = new Issued[1];
    Issued holder =
        leases
            .asMap()
            .compute(
                key,
                (missed, held) -> {
                  if (held != null && !held.ended.isDone() && held.load.isCurrent()) {
                    return held;
                  }
                  overtaken[0] = held;
                  own[0] = new Issued(newId(), begin.get(), ticker.read());
                  return own[0];
                });
    if (overtaken[0] != null) {
      boolean unused = overtaken[0].ended.complete(null);
    }
    if (holder != own[0]) {
      long heldNanos = ticker.read() - holder.atNanos;
      return new Grant.Busy(holder.load, holder.ended, lease.minusNanos(heldNanos));
    }
    issued.put(holder.id, holder);
    return new Grant.Leased(text(holder.id));
  }

  /**
   * The load of a stamp that a client sends back.
   *
   * @throws ProblemException if it is unknown or was given for another key
   */
  Issued redeem(String stamp, EntryKey key) {
    Issued found = find(stamp);
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

  /** The load has come to its end: who waits for it looks again. The stamp can be used again. */
  void end(Issued load) {
    leases.asMap().remove(load.load.key(), load);
    boolean unused = load.ended.complete(null);
  }

  /** The key was written or invalidated: who waits for its load looks again. */
  void wake(EntryKey key) {
    Issued held = leases.getIfPresent(key);
    if (held != null) {
      boolean unused = held.ended.complete(null);
    }
  }

  /** Does now what is otherwise done by and by. */
  void tidyUp() {
    issued.cleanUp();
    leases.cleanUp();
  }

  private @Nullable Issued find(String stamp) {
    byte[] bytes;
    try {
      bytes = Base64.getUrlDecoder().decode(stamp);
    } catch (IllegalArgumentException e) { // no stamp of anybody's
      return null;
    }
    if (bytes.length != INCARNATION_AND_ID) {
      return null;
    }
    ByteBuffer read = ByteBuffer.wrap(bytes);
    return read.getLong() == incarnation ? issued.getIfPresent(read.getLong()) : null;
  }

  private static long newId() {
    return ThreadLocalRandom.current().nextLong();
  }

  private String text(long id) {
    return TO_TEXT.encodeToString(
        ByteBuffer.allocate(INCARNATION_AND_ID).putLong(incarnation).putLong(id).array());
  }
}
