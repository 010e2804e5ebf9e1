// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.freshet.worker.http.NodeHttpSettings.Limits;
import dev.freshet.worker.http.NodeHttpSettings.Loads;
import java.time.Duration;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class NodeHttpSettingsTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  @Test
  void shouldListenToThisMachineAloneUnlessToldOtherwise() {
    assertEquals("127.0.0.1", NodeHttpSettings.DEFAULT.host());
    assertEquals(8090, NodeHttpSettings.DEFAULT.port());
    assertEquals(OptionalInt.empty(), NodeHttpSettings.DEFAULT.managementPort());
  }

  @Test
  void shouldChangeOneSettingAndKeepTheOthers() {
    NodeHttpSettings changed =
        NodeHttpSettings.DEFAULT
            .withHost("0.0.0.0")
            .withPort(1)
            .withManagementPort(2)
            .with(new Limits(3, 4))
            .with(new Loads(SECOND, SECOND, 5, SECOND, 6));

    assertEquals(
        new NodeHttpSettings(
            "0.0.0.0",
            1,
            OptionalInt.of(2),
            new Limits(3, 4),
            new Loads(SECOND, SECOND, 5, SECOND, 6)),
        changed);
  }

  @Test
  void shouldNameWhatDoesNotHold() {
    assertRefused(
        "port: found 65536, expected 0 to 65535", () -> NodeHttpSettings.DEFAULT.withPort(65_536));
    assertRefused(
        "managementPort: found -1, expected 0 to 65535",
        () -> NodeHttpSettings.DEFAULT.withManagementPort(-1));
    assertRefused("maxBodyBytes: found 0, expected at least 1", () -> new Limits(0, 1));
    assertRefused("maxBatch: found 0, expected at least 1", () -> new Limits(1, 0));
    assertRefused(
        "lease: found PT-1S, expected 0 or longer",
        () -> new Loads(SECOND.negated(), SECOND, 1, SECOND, 0));
    assertRefused(
        "stampLife: found PT0S, expected longer than 0 and at least the lease of PT0S",
        () -> new Loads(Duration.ZERO, Duration.ZERO, 1, SECOND, 0));
    assertRefused(
        "stampLife: found PT1S, expected longer than 0 and at least the lease of PT2S",
        () -> new Loads(SECOND.multipliedBy(2), SECOND, 1, SECOND, 0));
    assertRefused(
        "mostStamps: found 0, expected at least 1", () -> new Loads(SECOND, SECOND, 0, SECOND, 0));
    assertRefused(
        "maxWait: found PT-1S, expected 0 or longer",
        () -> new Loads(SECOND, SECOND, 1, SECOND.negated(), 0));
    assertRefused(
        "mostWaiting: found -1, expected at least 0",
        () -> new Loads(SECOND, SECOND, 1, SECOND, -1));
  }

  private static void assertRefused(String problem, Executable settings) {
    IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, settings);

    assertEquals("node HTTP: " + problem, refused.getMessage());
  }
}
