// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.warmup;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.freshet.coordinator.streams.Aside;
import dev.freshet.coordinator.streams.StateEvents;
import dev.freshet.coordinator.warmup.world.Jobs;
import dev.freshet.events.avro.RuleFired;
import dev.freshet.events.avro.WarmupMessage;
import dev.freshet.events.topics.CommandHeaders;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Tells the planner of rules after which jobs run. Looks at the headers of commands alone: most are
 * of rules that nothing comes after, and most of those do not even come here ({@link Aside}). A
 * command that is sent once more counts, too: what was warmed before may have come from a source
 * that lagged.
 */
final class FiredStep extends ContextualProcessor<byte[], byte[], String, byte[]> {
  private final WarmupParts parts;
  private final StateEvents events;

  FiredStep(WarmupParts parts) {
    this.parts = parts;
    this.events = parts.stateEvents();
  }

  /** Whether a command with these headers is of a rule after which jobs run. */
  static boolean isAwaited(Headers headers, Jobs jobs) {
    String rule = ruleOf(headers);
    return rule != null && jobs.runAfter(rule);
  }

  private static @Nullable String ruleOf(Headers headers) {
    Header header = headers.lastHeader(CommandHeaders.RULE_ID);
    return header == null ? null : new String(header.value(), UTF_8);
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    String rule = ruleOf(record.headers());
    if (rule == null || record.key() == null) {
      return;
    }
    int slash = rule.indexOf('/');
    if (slash > 0 && parts.surroundings().world().jobs().runAfter(rule)) {
      fired(rule, slash, new String(record.key(), UTF_8));
    }
  }

  private void fired(String rule, int slash, String target) {
    RecordMetadata place = context().recordMetadata().orElseThrow();
    RuleFired fired =
        new RuleFired(
            rule.substring(0, slash),
            rule.substring(slash + 1),
            target,
            place.partition(),
            place.offset());
    long nowMs = parts.clock().millis();
    WarmupMessage message = new WarmupMessage(parts.planner(), nowMs, fired);
    // Without the headers of the command, which are another's.
    context()
        .forward(new Record<>(rule, events.encode(parts.topics().warmupInbox(), message), nowMs));
  }
}
