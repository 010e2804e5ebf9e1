// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.demo.purge;

import dev.freshet.cli.demo.purge.HitRates.Reads;
import dev.freshet.events.avro.RunState;
import dev.freshet.events.avro.WarmupRun;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What came of a purge.
 *
 * @param purgedKeys on every node
 * @param commands that made them stale
 * @param run the warm-up run after it
 * @param warmUpMs from the publishing of the event to the end of the run
 * @param before reads of hot keys before the event
 * @param meanwhile those from the event to the end of the run
 * @param afterwards those behind its end
 * @param staleReads that returned an older price than the event left
 */
public record PurgeOutcome(
    int purgedKeys,
    long commands,
    WarmupRun run,
    long warmUpMs,
    Reads before,
    Reads meanwhile,
    Reads afterwards,
    long staleReads) {

  /** What is not as it should be; empty if nothing. */
  public Optional<String> problem() {
    if (staleReads > 0) {
      return Optional.of("found %d stale reads of prices, expected none".formatted(staleReads));
    }
    if (run.getState() != RunState.DONE || warmedKeys() == 0 || warmedKeys() < run.getKeys()) {
      return Optional.of(
          "warm-up run %s: found it %s with %,d of %,d keys warm, expected all of them: %s"
              .formatted(
                  run.getRun(),
                  run.getState().name().toLowerCase(Locale.ROOT),
                  warmedKeys(),
                  run.getKeys(),
                  run.getReason().orElse("no reason given")));
    }
    return Optional.empty();
  }

  /** Keys of the run that were cached and fresh at its end. */
  public long warmedKeys() {
    return run.getPresent() + run.getLoaded();
  }

  /** For {@code --json}: names and their order are an interface. */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("purgedKeys", purgedKeys);
    map.put("warmedKeys", warmedKeys());
    map.put("warmUpMs", warmUpMs);
    map.put("waitedAfterWarmUp", afterwards.waited());
    return map;
  }

  /** For people. */
  public String toTable() {
    return """
        a purge and its warm-up     %,d keys stale by %d command, %,d warm again after %,d ms
        reads of these that waited  %,d of %,d until then, %,d of %,d afterwards
        """
        .formatted(
            purgedKeys,
            commands,
            warmedKeys(),
            warmUpMs,
            meanwhile.waited(),
            meanwhile.all(),
            afterwards.waited(),
            afterwards.all());
  }
}
