// SPDX-License-Identifier: Apache-2.0
package dev.freshet.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlacementTest {

  @Test
  void shouldNameServerAndPortWhenPortIsTaken() throws IOException {
    try (ServerSocket holder = new ServerSocket()) {
      holder.bind(Ports.address(0));
      Placement taken = Placement.temporary().onPort(holder.getLocalPort());

      PortInUseException refused =
          assertThrows(PortInUseException.class, () -> taken.claimPort("Kafka"));

      assertEquals("Kafka", refused.server());
      assertEquals(holder.getLocalPort(), refused.port());
      assertEquals(
          "Kafka: port " + holder.getLocalPort() + " is in use, expected a free port",
          refused.getMessage());
    }
  }

  @Test
  void shouldFindPortThatCanBeBound() throws IOException {
    int port = Placement.temporary().claimPort("Kafka");

    try (ServerSocket holder = new ServerSocket()) {
      holder.bind(Ports.address(port));

      assertFalse(Ports.isFree(port));
    }
  }

  @Test
  void shouldRejectPortsThatDoNotExist() {
    assertThrows(IllegalArgumentException.class, () -> Placement.temporary().onPort(0));
    assertThrows(IllegalArgumentException.class, () -> Placement.temporary().onPort(65_536));
  }

  @Test
  void shouldDeleteOnlyTemporaryDirectories(@TempDir Path home) throws IOException {
    DataDirectory temporary = Placement.temporary().claimDirectory("Kafka");
    DataDirectory kept = Placement.in(home.resolve("a/b")).claimDirectory("Kafka");
    Files.createDirectories(temporary.path().resolve("topic-0"));
    Files.writeString(temporary.path().resolve("topic-0/log"), "x");

    temporary.close();
    kept.close();

    assertFalse(Files.exists(temporary.path()));
    assertTrue(Files.isDirectory(home.resolve("a/b")));
  }
}
