// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.demo;

import dev.freshet.cli.demo.oracle.Change;
import dev.freshet.cli.demo.oracle.DemoEvent;
import dev.freshet.cli.demo.oracle.EventMaker;
import dev.freshet.cli.demo.oracle.Oracle;
import dev.freshet.cli.demo.oracle.Source;
import dev.freshet.events.DomainEvent;
import dev.freshet.events.EventPublisher;
import dev.freshet.events.values.Receipt;
import java.util.concurrent.CompletableFuture;

/**
 * The services of the demo: change a row in the source, then publish the event that says so. For
 * one thread.
 */
final class Traffic {
  /** An event on its way: first it is stored, then it is applied on all nodes. */
  record Sent(CompletableFuture<Receipt> stored, CompletableFuture<Applied> applied) {}

  private final EventMaker maker;
  private final Oracle oracle;
  private final Source source;
  private final Ledger ledger;
  private final EventPublisher publisher;

  Traffic(EventMaker maker, Oracle oracle, Source source, Ledger ledger, EventPublisher publisher) {
    this.maker = maker;
    this.oracle = oracle;
    this.source = source;
    this.ledger = ledger;
    this.publisher = publisher;
  }

  /** Any event. */
  Sent publish() {
    return publish(maker.next());
  }

  /** An event of one type. */
  Sent publish(String type) {
    return publish(maker.next(type));
  }

  private Sent publish(DemoEvent event) {
    Change change = Change.make(event, oracle.expect(event), source);
    DomainEvent attributes = event.toDomainEvent();
    long atNanos = System.nanoTime();
    CompletableFuture<Receipt> receipt =
        event.json()
            ? publisher.publish(attributes)
            : publisher.publish(attributes, event.record());
    CompletableFuture<Applied> applied = new CompletableFuture<>();
    CompletableFuture<Receipt> stored =
        receipt.thenApply(
            one -> {
              ledger.published(change, atNanos, one, applied);
              return one;
            });
    return new Sent(stored, applied);
  }
}
