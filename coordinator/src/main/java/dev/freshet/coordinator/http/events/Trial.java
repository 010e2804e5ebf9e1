// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.events;

import dev.freshet.coordinator.rulesets.RuleBooks;
import dev.freshet.events.DomainEvent;
import dev.freshet.events.cloudevents.EventDecoder;
import dev.freshet.events.wire.RecordAddress;
import dev.freshet.rules.explain.ExplainJson;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Says what an event would do, by the rules in force. Safe for any thread; compiles new rules. */
final class Trial {
  private final RuleBooks books;
  private final EventDecoder decoder;
  private final InstantSource clock;
  private final String topic;

  Trial(RuleBooks books, EventDecoder decoder, InstantSource clock, String topic) {
    this.books = books;
    this.decoder = decoder;
    this.clock = clock;
    this.topic = topic;
  }

  /** The schema {@code Explanation} of the API document. */
  JsonObject explain(ReceivedEvent event) {
    // Decoded as the mapping would, from the record that would be written.
    ProducerRecord<byte[], byte[]> record = event.toRecord(topic, false);
    DomainEvent decoded =
        decoder.decode(new RecordAddress(topic, 0, 0), record.headers(), record.value());
    return new JsonObject(
        ExplainJson.render(books.book().explain(decoded, clock.instant()), false));
  }
}
