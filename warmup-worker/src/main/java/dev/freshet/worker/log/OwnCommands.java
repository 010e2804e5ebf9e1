// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.log;

import dev.freshet.events.values.Position;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The commands that this node has appended and not yet applied. Each carries an id in a header, by
 * which the follower recognises it: the producer's answer would not tell the leader epoch.
 *
 * <p>Safe for any thread.
 */
public final class OwnCommands {
  /** The header that carries the id. */
  static final String HEADER = "freshet_command";

  private final String incarnation;
  private final AtomicLong last = new AtomicLong();
  private final ConcurrentHashMap<String, CompletableFuture<Position>> pending =
      new ConcurrentHashMap<>();

  /** None yet. */
  public OwnCommands(String incarnation) {
    this.incarnation = incarnation;
  }

  /** An id that no other command of any node has. */
  String nextId() {
    return incarnation + ":" + last.incrementAndGet();
  }

  /** Completes once the command with this id is applied; forgets the id when it is done. */
  CompletableFuture<Position> expect(String id) {
    CompletableFuture<Position> applied = new CompletableFuture<>();
    pending.put(id, applied);
    CompletableFuture<Position> unused =
        applied.whenComplete((position, failure) -> pending.remove(id));
    return applied;
  }

  void applied(String id, Position position) {
    CompletableFuture<Position> waiting = pending.get(id);
    if (waiting != null) {
      waiting.complete(position);
    }
  }
}
