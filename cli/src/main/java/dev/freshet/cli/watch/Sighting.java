// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.watch;

import dev.freshet.events.avro.CacheStateEvent;
import dev.freshet.events.avro.Cause;
import dev.freshet.events.avro.InvalidationCommand;
import dev.freshet.events.avro.ProgressMarker;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * One record of a watched topic, ready to be shown. Immutable.
 *
 * @param kind {@code command}, {@code marker}, {@code unreadable}, or the kind of a cache-state
 *     event such as {@code Invalidated}
 * @param at when it was made, or stored if that is not known
 * @param subject what it is about
 * @param details the rest, in the order in which it is shown
 */
public record Sighting(String kind, Instant at, String subject, Map<String, Object> details) {
  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneId.systemDefault());

  static Sighting of(ConsumerRecord<byte[], byte[]> record, SpecificRecord content) {
    if (content instanceof InvalidationCommand command) {
      return command(record, command);
    }
    if (content instanceof ProgressMarker marker) {
      return marker(record, marker);
    }
    if (content instanceof CacheStateEvent event) {
      return state(event);
    }
    return unreadable(record, "found a " + content.getSchema().getFullName());
  }

  static Sighting unreadable(ConsumerRecord<byte[], byte[]> record, String problem) {
    return new Sighting(
        "unreadable",
        Instant.ofEpochMilli(record.timestamp()),
        position(record),
        Map.of("problem", problem));
  }

  private static Sighting command(
      ConsumerRecord<byte[], byte[]> record, InvalidationCommand command) {
    Map<String, Object> details = new LinkedHashMap<>();
    command.getCause().ifPresent(cause -> putCause(details, cause));
    command.getReason().ifPresent(reason -> details.put("reason", reason));
    details.put("origin", command.getOrigin());
    details.put("position", position(record));
    return new Sighting(
        "command", Instant.ofEpochMilli(command.getIssuedAtMs()), command.getTarget(), details);
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
    return new Sighting(
        "marker",
        Instant.ofEpochMilli(marker.getWrittenAtMs()),
        marker.getTask(),
        Map.of("next", sources, "position", position(record)));
  }

  /** The kinds of events grow: their fields are shown by name, whatever they are. */
  private static Sighting state(CacheStateEvent event) {
    SpecificRecord what = (SpecificRecord) event.getDetails();
    Map<String, Object> details = new LinkedHashMap<>();
    for (Schema.Field field : what.getSchema().getFields()) {
      Object value = what.get(field.pos());
      if (value != null && !value.equals(event.getSubject())) {
        details.put(field.name(), value instanceof Number ? value : value.toString());
      }
    }
    details.put("origin", event.getOrigin());
    return new Sighting(
        what.getSchema().getName(),
        Instant.ofEpochMilli(event.getTimeMs()),
        event.getSubject(),
        details);
  }

  private static String position(ConsumerRecord<byte[], byte[]> record) {
    return record.topic() + ":" + record.partition() + ":" + record.offset();
  }

  /** Whether it only tells progress. */
  public boolean isMarker() {
    return kind.equals("marker");
  }

  /** For programs. */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("kind", kind);
    map.put("time", at.toString());
    map.put(kind.equals("command") ? "target" : "subject", subject);
    map.putAll(details);
    return map;
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
