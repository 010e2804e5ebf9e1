// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.stack.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class PortFlagsTest {
  private final PortFlags flags = new PortFlags();

  @Test
  void shouldTakeZeroForAnyPort() {
    assertEquals(OptionalInt.empty(), flags.check("--kafka-port", 0));
    assertEquals(OptionalInt.empty(), flags.check("--redis-port", 0));
  }

  @Test
  void shouldPassAFreePort() {
    int port = Ports.free();

    assertEquals(OptionalInt.of(port), flags.check("--kafka-port", port));
  }

  @Test
  void shouldNameFlagAndPortThatIsInUse() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();

      UsageFailure failure =
          assertThrows(UsageFailure.class, () -> flags.check("--kafka-port", port));

      assertTrue(
          String.valueOf(failure.getMessage())
              .startsWith("--kafka-port: port " + port + " is in use"));
    }
  }

  @Test
  void shouldRefuseOnePortForTwoFlags() {
    int port = Ports.free();
    flags.check("--kafka-port", port);

    UsageFailure failure =
        assertThrows(UsageFailure.class, () -> flags.check("--redis-port", port));

    assertEquals(
        "--redis-port: port " + port + " is that of --kafka-port already", failure.getMessage());
  }

  @Test
  void shouldRefusePortsThatDoNotExist() {
    assertThrows(UsageFailure.class, () -> flags.check("--http-port", -1));
    assertThrows(UsageFailure.class, () -> flags.check("--http-port", 65_536));
  }
}
