// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.events;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import dev.freshet.coordinator.http.applied.AppliedWatch;
import dev.freshet.coordinator.http.applied.Waits;
import dev.freshet.coordinator.http.log.LogWriter;
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
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

/** The operations of {@code events.yaml}. Safe for any thread. */
public final class EventOperations implements Operations {
  private static final int MOST_EVENTS = 1_000;
  private static final String STRUCTURED = "application/cloudevents+json";
  private static final String BATCH = "application/cloudevents-batch+json";

  private final Publishing publishing;
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
    this.publishing = new Publishing(log, watch, topic);
    this.trial = new Trial(books, decoder, clock, topic);
  }

  @Override
  public void bind(OperationBinder binder) {
    binder.on("publishEvent", this::publish).on("publishEvents", this::publishBatch);
  }

  private Future<Answer> publish(Exchange exchange) {
    Optional<Duration> wait = Waits.of(exchange);
    return work(
        exchange,
        () -> {
          ReceivedEvent event = good(readOne(exchange));
          return exchange.flag("dryRun")
              ? CompletableFuture.completedFuture(trial(event))
              : publishing.publish(event, wait);
        });
  }

  private Future<Answer> publishBatch(Exchange exchange) {
    Optional<Duration> wait = Waits.of(exchange);
    return work(
        exchange,
        () -> {
          List<EventReading> events = readBatch(exchange);
          return exchange.flag("dryRun")
              ? CompletableFuture.completedFuture(trial(events))
              : publishing.publish(events, wait);
        });
  }

  /** Begins on a worker, for sending may wait for metadata; waits for the answer on no thread. */
  private static Future<Answer> work(Exchange exchange, Callable<CompletableFuture<Answer>> work) {
    return exchange.blocking(work).compose(answer -> Stages.toFuture(exchange, answer));
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
    if (reading instanceof EventReading.Good good) {
      return good.event();
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
