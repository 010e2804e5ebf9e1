// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.freshet.events.avro.MappingControl;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PauseSwitchTest {
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final PauseSwitch pause = new PauseSwitch(meters);
  private final List<Boolean> heard = new ArrayList<>();

  @Test
  void shouldTellChangesAlone() {
    pause.follow(heard::add);

    pause.accept(control(false, ""));
    pause.accept(control(true, ""));
    pause.accept(control(true, "again"));
    pause.accept(null);

    assertEquals(List.of(false, true, false), heard);
  }

  @Test
  void shouldShowChangesBehindThoseWhomItTells() {
    List<Double> shown = new ArrayList<>();
    pause.follow(now -> shown.add(meters.get("freshet.mapping.paused").gauge().value()));
    pause.accept(control(true, ""));
    pause.accept(control(false, ""));

    assertEquals(List.of(0.0, 0.0, 1.0), shown);
  }

  @Test
  void shouldTellWhoComesLaterHowItIs() {
    pause.accept(control(true, ""));

    pause.follow(heard::add);

    assertEquals(List.of(true), heard);
  }

  @Test
  void shouldShowPauseAsGaugeAndInOneLine() {
    assertEquals(0, meters.get("freshet.mapping.paused").gauge().value());
    assertEquals(Optional.empty(), pause.note());

    pause.accept(control(true, "bad\n[+]purge"));

    assertEquals(1, meters.get("freshet.mapping.paused").gauge().value());
    assertEquals(
        Optional.of("paused by ann since 1970-01-01T00:00:01Z: bad [+]purge"), pause.note());
    pause.accept(control(false, ""));
    assertEquals(0, meters.get("freshet.mapping.paused").gauge().value());
    assertEquals(Optional.empty(), pause.note());
  }

  private static MappingControl control(boolean paused, String reason) {
    return new MappingControl(paused, "ann", reason, 1_000L);
  }
}
