// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.applied;

import dev.freshet.coordinator.http.terms.ApiCode;
import dev.freshet.coordinator.http.terms.Durations;
import dev.freshet.coordinator.http.terms.Stages;
import dev.freshet.events.values.Receipt;
import dev.freshet.http.Answer;
import dev.freshet.http.Exchange;
import dev.freshet.http.OperationBinder;
import dev.freshet.http.Operations;
import dev.freshet.http.problem.ProblemException;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.admin.Admin;

/** The operations of {@code receipts.yaml}. Safe for any thread. */
public final class ReceiptOperations implements Operations {
  private final AppliedWatch watch;
  private final LogBounds bounds;
  private final String eventTopic;

  /**
   * The operations.
   *
   * @param admin stays the caller's to close
   * @param topics that events are mapped from; the first is the environment's
   */
  public ReceiptOperations(AppliedWatch watch, Admin admin, List<String> topics) {
    this.watch = watch;
    this.bounds = new LogBounds(admin, Set.copyOf(topics));
    this.eventTopic = topics.get(0);
  }

  @Override
  public void bind(OperationBinder binder) {
    binder.on("getReceipt", this::get);
    // Of all groups, whoever waits: an answer without the last nodes is better than none.
    binder.onClose(watch::close);
  }

  private Future<Answer> get(Exchange exchange) {
    Receipt receipt = parse(eventTopic, exchange.text("receipt"));
    Optional<Duration> wait =
        exchange.optional("wait").map(text -> Durations.parse("wait", text, Waits.LONGEST));
    CompletionStage<Answer> answer =
        bounds
            .require(receipt)
            .thenCompose(known -> ask(Question.events(List.of(known)), wait))
            .thenApply(applied -> Answer.ok(applied.toJson().put("receipt", receipt.toString())));
    return Stages.toFuture(exchange, answer);
  }

  private CompletionStage<Applied> ask(Question question, Optional<Duration> wait) {
    return wait.isPresent()
        ? watch.await(question, null, wait.get())
        : CompletableFuture.completedFuture(watch.now(question));
  }

  /**
   * Reads a receipt.
   *
   * @param eventTopic the topic of one that does not name it
   * @throws ProblemException if it is none
   */
  public static Receipt parse(String eventTopic, String text) {
    boolean isShort = text.indexOf(':') == text.lastIndexOf(':');
    try {
      Receipt receipt = Receipt.parse(isShort ? eventTopic + ":" + text : text);
      if (receipt.partition() >= 0 && receipt.offset() >= 0) {
        return receipt;
      }
    } catch (IllegalArgumentException e) {
      // Said below, with both forms.
    }
    throw ProblemException.of(
        ApiCode.MALFORMED_RECEIPT,
        "receipt: found '" + text + "', expected topic:partition:offset or partition:offset");
  }
}
