// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.stream;

import dev.freshet.events.state.Start;
import dev.freshet.events.state.StateFilter;
import dev.freshet.events.state.StreamCursor;
import dev.freshet.http.problem.HttpCode;
import dev.freshet.http.problem.ProblemException;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the clients of the stream share, and who they are. Safe for any thread. */
final class StreamHub implements AutoCloseable {
  private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

  private final StateFeed feed;
  private final FeedLimits limits;
  private final StreamMeters meters;
  private final Semaphore catchingUp;
  private final ExecutorService workers;
  private final Set<StreamClient> clients = ConcurrentHashMap.newKeySet();

  private StreamHub(StateFeed feed, FeedLimits limits, MeterRegistry meters) {
    this.feed = feed;
    this.limits = limits;
    this.meters = new StreamMeters(meters, clients::size);
    this.catchingUp = new Semaphore(limits.catchingUp());
    this.workers =
        Executors.newFixedThreadPool(
            limits.catchingUp(),
            task -> {
              Thread thread = new Thread(task, "freshet-stream-catch-up");
              thread.setDaemon(true);
              return thread;
            });
  }

  static StreamHub start(
      Function<Start, EventSource> open, FeedLimits limits, MeterRegistry meters) {
    return new StreamHub(StateFeed.start(open, limits), limits, meters);
  }

  /**
   * Where a client begins.
   *
   * @param next its number in the ring, unless it catches up
   * @param offset it has been given the topic up to here
   * @param catchUp what it reads before it comes to the ring; null if it is there
   */
  record Entry(
      FeedRing ring, StateFilter filter, long next, long offset, @Nullable CatchUp catchUp) {

    /** For a client that does not begin after all. */
    void leave() {
      if (catchUp != null) {
        catchUp.close();
      }
    }
  }

  /**
   * Where a client begins that wants this.
   *
   * @throws ProblemException if there is no room for it now, or nothing to read yet
   */
  Entry enter(Subscription wanted) {
    FeedRing ring =
        feed.ring().orElseThrow(() -> refusal("stream: its events cannot be read from Kafka yet"));
    if (clients.size() >= limits.clients()) {
      throw refusal("stream: found " + limits.clients() + " clients, which is the limit");
    }
    if (wanted.after().isEmpty()) {
      FeedRing.Place end = ring.end();
      return new Entry(ring, wanted.filter(), end.next(), end.offset(), null);
    }
    StreamCursor after = wanted.after().get();
    OptionalLong next = ring.behind(after.offset());
    return next.isPresent()
        ? new Entry(ring, wanted.filter(), next.getAsLong(), after.offset(), null)
        : new Entry(ring, wanted.filter(), 0, after.offset(), catchUp(after.offset()));
  }

  private CatchUp catchUp(long behind) {
    return new CatchUp(feed, behind, workers, catchingUp);
  }

  private static ProblemException refusal(String detail) {
    return ProblemException.of(HttpCode.UNAVAILABLE, detail).retryAfter(RETRY_AFTER);
  }

  StreamMeters meters() {
    return meters;
  }

  Duration ping() {
    return limits.ping();
  }

  /** What was read; empty while the cluster has not answered yet. */
  Optional<FeedRing> ring() {
    return feed.ring();
  }

  void join(StreamClient client) {
    clients.add(client);
    feed.listen(client);
  }

  void leave(StreamClient client) {
    clients.remove(client);
    feed.forget(client);
  }

  /** Ends all streams. */
  void end() {
    clients.forEach(StreamClient::end);
  }

  @Override
  public void close() {
    end();
    feed.close();
    workers.shutdown();
  }
}
