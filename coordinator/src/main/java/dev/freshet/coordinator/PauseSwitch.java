// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator;

import dev.freshet.events.avro.MappingControl;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether the mapping is paused, and who wants to know. Safe for any thread. */
final class PauseSwitch implements Consumer<@Nullable MappingControl> {
  private static final Logger LOG = LoggerFactory.getLogger(PauseSwitch.class);

  private final List<Consumer<Boolean>> followers = new ArrayList<>();
  private volatile @Nullable MappingControl last;

  PauseSwitch(MeterRegistry meters) {
    Gauge.builder("freshet.mapping.paused", this, state -> state.isPaused() ? 1 : 0)
        .description("1 while the mapping is paused by hand, else 0")
        .strongReference(true)
        .register(meters);
  }

  /** Hears of each change from now on, and at once how it is. */
  synchronized void follow(Consumer<Boolean> follower) {
    followers.add(follower);
    follower.accept(isPaused());
  }

  @Override
  public synchronized void accept(@Nullable MappingControl control) {
    boolean now = pauses(control);
    boolean changes = now != isPaused();
    if (changes) {
      followers.forEach(follower -> follower.accept(now));
    }
    // Behind them: whoever reads that the mapping is paused finds it so.
    last = control;
    if (changes) {
      LOG.warn("Mapping {}", note().orElse("resumed"));
    }
  }

  private boolean isPaused() {
    return pauses(last);
  }

  private static boolean pauses(@Nullable MappingControl control) {
    return control != null && control.getPaused();
  }

  /** Who paused it, since when and why, in one line; empty if it is not paused. */
  Optional<String> note() {
    return Optional.ofNullable(last)
        .filter(MappingControl::getPaused)
        .map(
            control ->
                oneLine(
                    "paused by "
                        + control.getAuthor()
                        + " since "
                        + Instant.ofEpochMilli(control.getChangedAtMs())
                        + (control.getReason().isEmpty() ? "" : ": " + control.getReason())));
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\p{Cntrl}+", " ");
  }
}
