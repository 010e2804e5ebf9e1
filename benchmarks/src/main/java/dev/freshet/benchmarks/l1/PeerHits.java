// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.l1;

import dev.freshet.benchmarks.peers.Grid;
import dev.freshet.benchmarks.peers.Peer;
import dev.freshet.benchmarks.peers.PeerKind;
import dev.freshet.benchmarks.peers.Servers;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Hits of a peer in its first level, which has room for far more than is in it: Caffeine below a
 * peer then need not note who was read. Made by JMH.
 */
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up before anything else
public class PeerHits {
  /** The name of a {@link PeerKind} that needs Redis alone. */
  @Param("")
  public String kind;

  /** Where the Redis is. */
  @Param("")
  public String url;

  private final AtomicInteger loads = new AtomicInteger();
  private Peer peer;
  private String[] keys;

  /** Fills both levels. */
  @Setup
  public void fill() {
    Servers servers = new Servers(url, "", "", Grid.fresh(), "l1");
    peer = PeerKind.valueOf(kind).open("n-1", servers, key -> load());
    keys = new String[Cursor.KEYS];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = "l1:" + i;
      peer.changed(keys[i]);
      byte[] unused = peer.get(keys[i]);
    }
    loads.set(0);
    // A collector has moved what is in caches in use, next to what it belongs to.
    System.gc();
  }

  private byte[] load() {
    loads.incrementAndGet();
    return new byte[RegionHits.VALUE_BYTES];
  }

  /** Closes the connections, and refuses figures with loads among the hits. */
  @TearDown
  public void close() {
    peer.close();
    if (loads.get() > 0) {
      throw new IllegalStateException(
          "%s: found %d loads, expected hits alone".formatted(kind, loads.get()));
    }
  }

  /** A hit. */
  @Benchmark
  public byte @Nullable [] get(Cursor cursor) {
    return peer.get(keys[cursor.next()]);
  }
}
