// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.trace;

import dev.freshet.events.DomainEvent;
import dev.freshet.events.values.Receipt;
import io.vertx.core.json.JsonObject;
import java.time.Instant;

/**
 * An event where it stands. Immutable.
 *
 * @param storedAt the timestamp of its record
 */
record FoundEvent(DomainEvent event, Receipt receipt, Instant storedAt) {

  JsonObject toJson() {
    JsonObject json =
        new JsonObject()
            .put("id", event.id())
            .put("source", event.source())
            .put("type", event.type());
    if (event.subject() != null) {
      json.put("subject", event.subject());
    }
    if (event.time() != null) {
      json.put("time", event.time().toString());
    }
    return json.put("receipt", receipt.toString()).put("storedAt", storedAt.toString());
  }
}
