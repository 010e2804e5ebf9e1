// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.replay;

import dev.freshet.events.DomainEvent;
import dev.freshet.rules.sample.Masking;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An event for which the two books differ. Immutable and safe for any thread.
 *
 * @param storedAt when the event was stored
 * @param type of the event
 * @param source of the event
 * @param id of the event
 * @param data of the event, without its secrets
 * @param details what differs: targets and their rules, or what failed; targets are shown as they
 *     are, for keys and tags are no place for secrets
 */
public record Sample(
    Instant storedAt,
    String type,
    String source,
    String id,
    Map<String, @Nullable Object> data,
    List<String> details) {

  public Sample {
    data = Collections.unmodifiableMap(new LinkedHashMap<>(data));
    details = List.copyOf(details);
  }

  static Sample of(Instant storedAt, DomainEvent event, List<String> details) {
    return new Sample(
        storedAt, event.type(), event.source(), event.id(), Masking.mask(event.data()), details);
  }
}
