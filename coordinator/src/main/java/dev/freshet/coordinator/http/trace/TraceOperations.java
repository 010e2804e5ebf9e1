// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.trace;

import dev.freshet.coordinator.http.applied.AppliedWatch;
import dev.freshet.coordinator.http.applied.Question;
import dev.freshet.coordinator.http.terms.ApiCode;
import dev.freshet.coordinator.http.terms.Durations;
import dev.freshet.coordinator.http.trace.CommandSearch.FoundCommand;
import dev.freshet.coordinator.http.trace.EventSearch.Wanted;
import dev.freshet.coordinator.replay.TopicReader;
import dev.freshet.coordinator.rulesets.RuleBooks;
import dev.freshet.events.cloudevents.EventDecoder;
import dev.freshet.events.topics.Topics;
import dev.freshet.events.wire.AvroCodec;
import dev.freshet.events.wire.RegistryUnavailableException;
import dev.freshet.http.Answer;
import dev.freshet.http.Exchange;
import dev.freshet.http.OperationBinder;
import dev.freshet.http.Operations;
import dev.freshet.http.problem.HttpCode;
import dev.freshet.http.problem.ProblemException;
import dev.freshet.rules.explain.Explanation;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.apache.kafka.common.KafkaException;

/** The operation of {@code trace.yaml}. Safe for any thread. */
public final class TraceOperations implements Operations {
  private static final Duration LONGEST_SINCE = Duration.ofDays(7);
  private static final int AT_A_TIME = 2;
  private static final long MOST_RECORDS = 500_000;
  private static final Duration LONGEST_SEARCH = Duration.ofSeconds(5);
  private static final Duration RETRY = Duration.ofSeconds(5);

  private final Sources sources;
  private final AppliedWatch watch;
  private final RuleBooks books;
  private final InstantSource clock;
  private final Semaphore room = new Semaphore(AT_A_TIME);

  /**
   * Where to look.
   *
   * @param kafka how to reach it: {@code bootstrap.servers}, TLS and the like
   * @param eventTopics those that events are mapped from
   */
  public record Sources(
      Map<String, Object> kafka, AvroCodec codec, Topics topics, List<String> eventTopics) {
    public Sources {
      kafka = Map.copyOf(kafka);
      eventTopics = List.copyOf(eventTopics);
    }
  }

  /**
   * The operation.
   *
   * @param watch says where events are applied
   * @param books the rules in force
   */
  public TraceOperations(
      Sources sources, AppliedWatch watch, RuleBooks books, InstantSource clock) {
    this.sources = sources;
    this.watch = watch;
    this.books = books;
    this.clock = clock;
  }

  @Override
  public void bind(OperationBinder binder) {
    binder.blocking("traceEvent", this::trace);
  }

  private Answer trace(Exchange exchange) {
    Duration since = Durations.parse("since", exchange.text("since"), LONGEST_SINCE);
    Wanted wanted = new Wanted(exchange.text("eventId"), exchange.optional("source"));
    if (!room.tryAcquire()) {
      throw ProblemException.of(
              HttpCode.UNAVAILABLE, "trace: found " + AT_A_TIME + " underway, expected fewer")
          .retryAfter(RETRY);
    }
    try (TopicReader reader = new TopicReader(sources.kafka())) {
      return Answer.ok(trace(reader, wanted, since).toJson());
    } catch (KafkaException | RegistryUnavailableException e) {
      throw ProblemException.of(HttpCode.UNAVAILABLE, "trace: " + e.getMessage()).retryAfter(RETRY);
    } finally {
      room.release();
    }
  }

  private Trace trace(TopicReader reader, Wanted wanted, Duration since) {
    Instant now = clock.instant();
    FoundEvent event = find(reader, wanted, since, now);
    Explanation explanation = books.book().explain(event.event(), event.storedAt());
    List<FoundCommand> commands = new ArrayList<>();
    boolean complete =
        new CommandSearch(reader, sources.codec(), sources.topics().commands())
            .find(event, now, budget(), commands);
    return new Trace(
        event,
        explanation,
        commands,
        complete,
        watch.now(Question.events(List.of(event.receipt()))));
  }

  private FoundEvent find(TopicReader reader, Wanted wanted, Duration since, Instant now) {
    Budget budget = budget();
    EventSearch search =
        new EventSearch(reader, new EventDecoder(sources.codec()), sources.eventTopics());
    return search
        .find(wanted, now.minus(since), now, budget)
        .orElseThrow(() -> notFound(wanted, since, budget));
  }

  private Budget budget() {
    return new Budget(clock, LONGEST_SEARCH, MOST_RECORDS);
  }

  private static ProblemException notFound(Wanted wanted, Duration since, Budget budget) {
    return ProblemException.of(
        budget.isSpent() ? ApiCode.LOOKED_TOO_FAR : ApiCode.EVENT_NOT_FOUND,
        "event "
            + wanted.id()
            + ": found none among "
            + budget.seen()
            + " records of the last "
            + Durations.text(since));
  }
}
