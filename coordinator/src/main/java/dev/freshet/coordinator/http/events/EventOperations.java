// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.events;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import dev.freshet.coordinator.http.applied.Applied;
import dev.freshet.coordinator.http.applied.AppliedWatch;
import dev.freshet.coordinator.http.applied.Question;
import dev.freshet.coordinator.http.applied.Waits;
import dev.freshet.coordinator.http.log.LogWriter;
import dev.freshet.coordinator.http.log.Stored;
import dev.freshet.coordinator.http.terms.ApiCode;
import dev.freshet.coordinator.http.terms.Stages;
import dev.freshet.coordinator.rulesets.RuleBooks;
import dev.freshet.events.cloudevents.EventDecoder;
import dev.freshet.http.Answer;
import dev.freshet.http.Exchange;
import dev.freshet.http.OperationBinder;
import dev.freshet.http.Operations;
import dev.freshet.http.problem.HttpCode;
import dev.freshet.http.problem.Problem.Finding;
import dev.freshet.http.problem.ProblemException;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** The operations of {@code events.yaml}. Safe for any thread. */
public final class EventOperations implements Operations {
  private static final int MOST_EVENTS = 1_000;
  private static final String STRUCTURED = "application/cloudevents+json";
  private static final String BATCH = "application/cloudevents-batch+json";

  private static final int OK = 200;
  private static final int ACCEPTED = 202;
  private static final int MULTI_STATUS = 207;

  private final LogWriter log;
  private final AppliedWatch watch;
  private final String topic;
  private final Trial trial;

  /**
   * The operations.
   *
   * @param log where events are written
   * @param watch says where they are applied
   * @param books the rules in force
   * @param decoder reads events as the mapping does
   * @param topic the environment's event topic
   */
  public EventOperations(
      LogWriter log,
      AppliedWatch watch,
      RuleBooks books,
      EventDecoder decoder,
      InstantSource clock,
      String topic) {
    this.log = log;
    this.watch = watch;
    this.topic = topic;
    this.trial = new Trial(books, decoder, clock, topic);
  }

  @Override
  public void bind(OperationBinder binder) {
    binder.on("publishEvent", this::publish).on("publishEvents", this::publishBatch);
  }

  private Future<Answer> publish(Exchange exchange) {
    Optional<Duration> wait = Waits.of(exchange);
    if (exchange.flag("dryRun")) {
      return exchange.blocking(() -> trial(good(readOne(exchange))));
    }
    return send(exchange, () -> List.of(requireGood(readOne(exchange))), wait)
        .compose(sent -> accepted(exchange, sent))
        .compose(
            item ->
                answer(
                    exchange,
                    List.of(item.stored()),
                    wait,
                    applied -> PublishedText.one(item, applied)));
  }

  /** What became of the one event that was sent; fails as its write did. */
  private static Future<BatchItem.Accepted> accepted(Exchange exchange, Publishing sent) {
    String id = good(sent.readings().get(0)).id();
    return Stages.toFuture(exchange, sent.writes().get(0))
        .map(stored -> new BatchItem.Accepted(id, stored));
  }

  private Future<Answer> publishBatch(Exchange exchange) {
    Optional<Duration> wait = Waits.of(exchange);
    if (exchange.flag("dryRun")) {
      return exchange.blocking(() -> trial(readBatch(exchange)));
    }
    return send(exchange, () -> readBatch(exchange), wait)
        .compose(
            sent -> {
              List<BatchItem> items = sent.items();
              List<Stored> stored = BatchItem.stored(items);
              return stored.size() == items.size()
                  ? answer(exchange, stored, wait, applied -> PublishedText.batch(items, applied))
                  : Future.succeededFuture(json(MULTI_STATUS, PublishedText.batch(items, null)));
            });
  }

  /**
   * Reads and begins to write on a worker, for writing may wait for metadata; waits for Kafka on no
   * thread, and goes on on the event loop: on Kafka's own thread nothing may wait.
   */
  private Future<Publishing> send(
      Exchange exchange, Callable<List<EventReading>> events, Optional<Duration> wait) {
    return exchange
        .blocking(() -> Publishing.begin(log, topic, events.call(), wait.isPresent()))
        .compose(sent -> Stages.toFuture(exchange, sent.settled()));
  }

  /** Writes an answer, given where the events are applied if somebody waits for that. */
  private interface Text {
    Buffer write(@Nullable Applied applied);
  }

  private Future<Answer> answer(
      Exchange exchange, List<Stored> stored, Optional<Duration> wait, Text text) {
    if (wait.isEmpty() || stored.isEmpty()) {
      return Future.succeededFuture(json(ACCEPTED, text.write(null)));
    }
    Question question = Question.events(stored.stream().map(Stored::receipt).toList());
    Instant last = stored.get(stored.size() - 1).at();
    return Stages.toFuture(exchange, watch.await(question, last, wait.get()))
        .map(applied -> json(applied.isComplete() ? OK : ACCEPTED, text.write(applied)));
  }

  private static Answer json(int status, Buffer text) {
    return Answer.bytes(status, "application/json", text);
  }

  private static EventReading readOne(Exchange exchange) throws IOException {
    String contentType = exchange.contentType().orElse("");
    byte[] body = exchange.body().getBytes();
    if (mediaType(contentType).equals(STRUCTURED)) {
      return parsed(() -> EventScanner.one(body));
    }
    if (AttributeCheck.isJson(contentType) || contentType.isEmpty()) {
      String type = contentType.isEmpty() ? "application/json" : contentType;
      return BinaryMode.read(exchange.headers(), type, body);
    }
    throw unsupported(contentType, STRUCTURED + " or, with ce- headers, application/json");
  }

  private static List<EventReading> readBatch(Exchange exchange) throws IOException {
    String contentType = exchange.contentType().orElse("");
    if (!mediaType(contentType).equals(BATCH)) {
      throw unsupported(contentType, BATCH);
    }
    byte[] body = exchange.body().getBytes();
    List<EventReading> events = parsed(() -> EventScanner.batch(body));
    if (events.size() > MOST_EVENTS) {
      throw ProblemException.of(
          ApiCode.TOO_MANY_EVENTS,
          "batch: found " + events.size() + " events, expected " + MOST_EVENTS + " at most");
    }
    return events;
  }

  private static String mediaType(String contentType) {
    int parameters = contentType.indexOf(';');
    String type = parameters < 0 ? contentType : contentType.substring(0, parameters);
    return type.trim().toLowerCase(Locale.ROOT);
  }

  private static ProblemException unsupported(String contentType, String expected) {
    return ProblemException.of(
        HttpCode.UNSUPPORTED_MEDIA_TYPE,
        "header Content-Type: found '" + contentType + "', expected " + expected);
  }

  /** What reads JSON. */
  private interface Parse<T> {
    T run() throws IOException;
  }

  private static <T> T parsed(Parse<T> parse) throws IOException {
    try {
      return parse.run();
    } catch (JsonProcessingException e) {
      // Without Jackson's own end of the message, which may quote the body.
      String message = "body: " + e.getOriginalMessage();
      JsonLocation at = e.getLocation();
      Finding finding = Finding.at(HttpCode.MALFORMED_JSON, "", message);
      throw ProblemException.of(
          HttpCode.MALFORMED_JSON,
          message,
          List.of(at == null ? finding : finding.withPosition(at.getLineNr(), at.getColumnNr())));
    }
  }

  private static ReceivedEvent good(EventReading reading) {
    return requireGood(reading).event();
  }

  private static EventReading.Good requireGood(EventReading reading) {
    if (reading instanceof EventReading.Good good) {
      return good;
    }
    List<Finding> problems = ((EventReading.Bad) reading).problems();
    throw ProblemException.of(ApiCode.NO_EVENT, BatchItem.problems(problems), problems);
  }

  private Answer trial(ReceivedEvent event) {
    return Answer.ok(
        new JsonObject()
            .put("dryRun", true)
            .put("id", event.id())
            .put("explanation", trial.explain(event)));
  }

  private Answer trial(List<EventReading> readings) {
    JsonArray items = new JsonArray();
    for (EventReading reading : readings) {
      items.add(
          reading instanceof EventReading.Good good
              ? new JsonObject()
                  .put("status", 200)
                  .put("id", good.event().id())
                  .put("explanation", trial.explain(good.event()))
              : BatchItem.refused((EventReading.Bad) reading).toJson());
    }
    return Answer.ok(new JsonObject().put("dryRun", true).put("items", items));
  }
}
