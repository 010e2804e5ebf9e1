// SPDX-License-Identifier: Apache-2.0
package dev.freshet.registry.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.registry.Records;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ViewHealthTest {

  @Test
  void shouldBeSoundWhileItIsYoungAndSayWhatItCouldNotRead() {
    ViewHealth health = aged(5_000, Optional.empty(), Map.of("heartbeats not-avro", 3L));

    assertTrue(health.isSound());
    assertEquals(
        "registry view is up to date; 3 records could not be read: {heartbeats not-avro=3}",
        health.toString());
  }

  @Test
  void shouldSayHowOldItIsAndWhy() {
    ViewHealth health = aged(5_001, Optional.of("no broker answers"), Map.of());

    assertFalse(health.isSound());
    assertEquals(
        "registry view: found it 5 s old, expected at most 5 s: no broker answers",
        health.toString());
  }

  @Test
  void shouldSayThatItWasNeverLoaded() {
    ViewHealth health =
        new ViewHealth(Optional.empty(), Optional.empty(), Optional.empty(), Map.of());

    assertFalse(health.isSound());
    assertEquals("registry view: found it never loaded, expected at most 5 s", health.toString());
  }

  private static ViewHealth aged(
      long ageMs, Optional<String> trouble, Map<String, Long> unreadable) {
    return new ViewHealth(
        Optional.of(Records.NOON), Optional.of(Duration.ofMillis(ageMs)), trouble, unreadable);
  }
}
