// SPDX-License-Identifier: Apache-2.0
package dev.freshet.registry.form;

import dev.freshet.events.avro.Heartbeat;
import dev.freshet.events.avro.RegionStatus;
import dev.freshet.registry.MemberView.Heard;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Heartbeats as JSON: the fields of the Avro record by the same names, and what follows from them.
 * Stateless.
 */
public final class HeartbeatForm {
  /** Four digits are enough for a share of which people see a percentage. */
  private static final double DIGITS = 10_000;

  private HeartbeatForm() {}

  /**
   * A heartbeat as JSON: maps, lists, texts, numbers. Beyond the record it has {@code ageMs} (since
   * it was stored), {@code behindMs} (how far the cache was behind the log then), {@code
   * closedTimeAgeMs}, {@code memoryUsedShare}, and for each region its {@code hitRate}; each only
   * if it can be known.
   */
  public static Map<String, Object> of(Heard heard, Instant now) {
    Heartbeat heartbeat = heard.heartbeat();
    Map<String, Object> form = JsonWriting.object(heartbeat);
    form.put("storedAt", heard.storedAt().toString());
    form.put("ageMs", ms(heard.storedAt(), now));
    heartbeat
        .getClosedTimeMs()
        .map(Instant::ofEpochMilli)
        .ifPresent(
            closed -> {
              form.put("closedTimeAgeMs", ms(closed, now));
              form.put("behindMs", ms(closed, heard.storedAt()));
            });
    memoryShare(heartbeat).ifPresent(share -> form.put("memoryUsedShare", share));
    form.put("regions", heartbeat.getRegions().stream().map(HeartbeatForm::region).toList());
    return form;
  }

  /** Clocks of several machines: what would be negative is now. */
  private static long ms(Instant from, Instant to) {
    return Math.max(0, Duration.between(from, to).toMillis());
  }

  private static Optional<Double> memoryShare(Heartbeat heartbeat) {
    return heartbeat
        .getMemoryUsedBytes()
        .flatMap(used -> heartbeat.getMemoryMaxBytes().flatMap(max -> share(used, max)));
  }

  private static Map<String, Object> region(RegionStatus status) {
    Map<String, Object> form = JsonWriting.object(status);
    share(status.getHits(), status.getHits() + status.getMisses())
        .ifPresent(rate -> form.put("hitRate", rate));
    return form;
  }

  private static Optional<Double> share(long part, long whole) {
    return whole <= 0 ? Optional.empty() : Optional.of(Math.round(DIGITS * part / whole) / DIGITS);
  }
}
