// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.stream;

import dev.freshet.coordinator.http.stream.StreamHub.Entry;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client of the stream. It takes from the ring what its connection has room for, and holds
 * nothing itself but a few items: if it is so slow that the ring has dropped what comes next, it is
 * told what it missed. A client that begins further back catches up first.
 *
 * <p>On the event loop of its connection alone, except {@link #run()} and {@link #end()}.
 */
final class StreamClient implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(StreamClient.class);
  private static final int AT_ONCE = 16;
  private static final long TRY_AGAIN_MS = 1_000;

  /** Tells a coordinator that stops from a connection that is lost. */
  private static final Frame STOPPING = stopping();

  private final StreamHub hub;
  private final Vertx vertx;
  private final Context context;
  private final Outlet outlet;
  private final AtomicBoolean woken = new AtomicBoolean();
  private final Queue<FeedItem> pending = new ArrayDeque<>();
  private final long pings;

  private Entry entry;

  /** Number in the ring of what comes behind {@link #pending}; means nothing while catching up. */
  private long next;

  /** The client has been given, or does not want, all of the topic up to here. */
  private long offset;

  /** Null once the client is at the ring. */
  private @Nullable CatchUp catchUp;

  private boolean ended;

  private StreamClient(StreamHub hub, Vertx vertx, Outlet outlet, Entry entry) {
    this.hub = hub;
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.outlet = outlet;
    this.entry = entry;
    this.pings = vertx.setPeriodic(hub.ping().toMillis(), timer -> ping());
  }

  /** Serves a connection until it ends; to be called on its event loop. */
  static StreamClient serve(StreamHub hub, Vertx vertx, Outlet outlet, Entry entry) {
    StreamClient client = new StreamClient(hub, vertx, outlet, entry);
    outlet.onEnd(client::ended);
    outlet.onDrain(client::pump);
    hub.join(client);
    client.begin(entry);
    return client;
  }

  /** Goes on elsewhere, or with other events. */
  void begin(Entry newEntry) {
    leaveCatchUp();
    pending.clear();
    entry = newEntry;
    next = newEntry.next();
    offset = newEntry.offset();
    catchUp = newEntry.catchUp();
    if (ended) {
      leaveCatchUp();
      return;
    }
    outlet.begin(cursor(offset));
    if (catchUp == null) {
      pump();
    } else {
      read(catchUp);
    }
  }

  /** There is more in the ring; for any thread. */
  @Override
  public void run() {
    if (woken.compareAndSet(false, true)) {
      context.runOnContext(
          now -> {
            woken.set(false);
            pump();
          });
    }
  }

  private void pump() {
    while (!ended && !outlet.isFull()) {
      FeedItem item = pending.poll();
      if (item != null) {
        give(item);
      } else if (catchUp != null || !take()) {
        return;
      }
    }
  }

  private void give(FeedItem item) {
    offset = item.offset();
    if (entry.filter().test(item.item())) {
      outlet.send(item.frame());
      hub.meters().sent();
    }
    if (pending.isEmpty() && catchUp != null) {
      arriveOrRead(catchUp);
    }
  }

  /** Takes some items from the ring; false if there are none. */
  private boolean take() {
    FeedRing.Slice slice = entry.ring().read(next, AT_ONCE);
    if (slice.items().isEmpty()) {
      return false;
    }
    if (slice.first() > next) {
      missed(slice.first() - next, slice.items().get(0));
    }
    pending.addAll(slice.items());
    next = slice.first() + slice.items().size();
    return true;
  }

  private void missed(long count, FeedItem goesOn) {
    hub.meters().dropped(count);
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("kind", "dropped");
    tree.put("count", count);
    tree.put("from", "0:" + (offset + 1));
    tree.put("to", "0:" + goesOn.offset());
    outlet.send(Frame.of(tree, null));
  }

  private void arriveOrRead(CatchUp from) {
    OptionalLong place = entry.ring().behind(offset);
    if (place.isPresent()) {
      next = place.getAsLong();
      leaveCatchUp();
    } else {
      read(from);
    }
  }

  private void read(CatchUp from) {
    from.read(
        context,
        answer -> {
          // Else it is an answer for what the client no longer wants.
          if (from == catchUp) {
            caughtUp(from, answer);
          }
        });
  }

  private void caughtUp(CatchUp from, CatchUp.Answer answer) {
    if (answer instanceof CatchUp.Read found) {
      pending.addAll(found.items());
      if (pending.isEmpty()) {
        arriveOrRead(from);
      }
      pump();
      return;
    }
    if (answer instanceof CatchUp.Failed failed) {
      LOG.warn("older cache-state events cannot be read, trying again", failed.cause());
    }
    vertx.setTimer(
        TRY_AGAIN_MS,
        timer -> {
          if (from == catchUp) {
            arriveOrRead(from);
            pump();
          }
        });
  }

  private void leaveCatchUp() {
    if (catchUp != null) {
      catchUp.close();
      catchUp = null;
    }
  }

  private void ping() {
    if (!outlet.isFull()) {
      outlet.ping(cursor(offset));
    }
  }

  private static @Nullable String cursor(long offset) {
    return offset < 0 ? null : "0:" + offset;
  }

  private void ended() {
    if (!ended) {
      ended = true;
      vertx.cancelTimer(pings);
      hub.leave(this);
      leaveCatchUp();
      pending.clear();
    }
  }

  private static Frame stopping() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("kind", "ended");
    tree.put("detail", "the coordinator stops, connect to another");
    return Frame.of(tree, null);
  }

  /** Says that the coordinator stops, and ends the connection; for any thread. */
  void end() {
    context.runOnContext(
        now -> {
          if (!ended) {
            outlet.send(STOPPING);
          }
          outlet.end();
          ended();
        });
  }
}
