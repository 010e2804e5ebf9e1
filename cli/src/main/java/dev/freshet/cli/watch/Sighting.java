// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.watch;

import dev.freshet.events.avro.Cause;
import dev.freshet.events.avro.InvalidationCommand;
import dev.freshet.events.avro.ProgressMarker;
import dev.freshet.events.state.StateEvent;
import dev.freshet.events.state.StateEventJson;
import dev.freshet.events.state.StreamItem;
import dev.freshet.events.state.Unreadable;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * One thing that was seen on a watched topic, ready to be shown. Immutable.
 *
 * @param kind {@code command}, {@code marker}, {@code unreadable}, {@code gap}, or the kind of a
 *     cache-state event such as {@code Invalidated}
 * @param at when it was made, or stored if that is not known
 * @param subject what it is about
 * @param details the rest, in the order in which people are shown it
 * @param tree all of it, for programs
 */
public record Sighting(
    String kind,
    Instant at,
    String subject,
    Map<String, Object> details,
    Map<String, Object> tree) {
  /** The kind of an invalidation command. */
  public static final String COMMAND = "command";

  /** The kind of a progress marker. */
  public static final String MARKER = "marker";

  private static final Set<String> SHOWN_APART = Set.of("id", "kind", "time", "subject", "cursor");
  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneId.systemDefault());

  static Sighting of(ConsumerRecord<byte[], byte[]> record, SpecificRecord content) {
    if (content instanceof InvalidationCommand command) {
      return command(record, command);
    }
    if (content instanceof ProgressMarker marker) {
      return marker(record, marker);
    }
    return unreadable(record, "found a " + content.getSchema().getFullName());
  }

  static Sighting unreadable(ConsumerRecord<byte[], byte[]> record, String problem) {
    return of(
        StateEventJson.UNREADABLE,
        Instant.ofEpochMilli(record.timestamp()),
        Map.entry("subject", position(record)),
        Map.of("problem", problem));
  }

  /**
   * What the stream of cache-state events hands out.
   *
   * @param now the time of what has none itself
   */
  static Sighting of(StreamItem item, Instant now) {
    Map<String, Object> tree = StateEventJson.tree(item);
    String kind = StateEventJson.kind(item);
    if (item instanceof StateEvent event) {
      return new Sighting(kind, event.time(), event.subject(), details(event, tree), tree);
    }
    String place = item instanceof Unreadable record ? record.cursor().toString() : "";
    Map<String, Object> details = new LinkedHashMap<>(tree);
    details.keySet().removeAll(SHOWN_APART);
    return new Sighting(kind, now, place, details, tree);
  }

  /** The kinds of events grow: their fields are shown by name, whatever they are. */
  private static Map<String, Object> details(StateEvent event, Map<String, Object> tree) {
    Map<String, Object> details = new LinkedHashMap<>(tree);
    details.keySet().removeAll(SHOWN_APART);
    details.values().removeIf(event.subject()::equals);
    // Behind what happened.
    details.remove("origin");
    details.put("origin", event.origin());
    return details;
  }

  private static Sighting of(
      String kind, Instant at, Map.Entry<String, String> about, Map<String, Object> details) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("kind", kind);
    tree.put("time", at.toString());
    tree.put(about.getKey(), about.getValue());
    tree.putAll(details);
    return new Sighting(kind, at, about.getValue(), details, tree);
  }

  private static Sighting command(
      ConsumerRecord<byte[], byte[]> record, InvalidationCommand command) {
    Map<String, Object> details = new LinkedHashMap<>();
    command.getCause().ifPresent(cause -> putCause(details, cause));
    command.getReason().ifPresent(reason -> details.put("reason", reason));
    details.put("origin", command.getOrigin());
    details.put("position", position(record));
    return of(
        COMMAND,
        Instant.ofEpochMilli(command.getIssuedAtMs()),
        Map.entry("target", command.getTarget()),
        details);
  }

  private static void putCause(Map<String, Object> details, Cause cause) {
    details.put("rule", cause.getRuleSet() + "/" + cause.getRule());
    details.put("revision", cause.getRevision());
    details.put("eventType", cause.getEventType());
    details.put("eventId", cause.getEventId());
    details.put("event", cause.getTopic() + ":" + cause.getPartition() + ":" + cause.getOffset());
  }

  private static Sighting marker(ConsumerRecord<byte[], byte[]> record, ProgressMarker marker) {
    Map<String, Object> sources = new LinkedHashMap<>();
    marker
        .getSources()
        .forEach(
            source ->
                sources.put(
                    source.getTopic() + ":" + source.getPartition(), source.getNextOffset()));
    return of(
        MARKER,
        Instant.ofEpochMilli(marker.getWrittenAtMs()),
        Map.entry("subject", marker.getTask()),
        Map.of("next", sources, "position", position(record)));
  }

  private static String position(ConsumerRecord<byte[], byte[]> record) {
    return record.topic() + ":" + record.partition() + ":" + record.offset();
  }

  /** For people. */
  public String toLine() {
    String rest =
        details.entrySet().stream()
            .map(detail -> detail.getKey() + "=" + detail.getValue())
            .collect(Collectors.joining("  "));
    return "%s  %-12s %-36s %s".formatted(CLOCK.format(at), kind, subject, rest);
  }
}
