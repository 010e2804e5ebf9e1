// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadyFileTest {
  @Test
  void shouldBeThereOnlyBetweenWriteAndClose(@TempDir Path home) throws IOException {
    Path file = home.resolve("new").resolve("ready.json");

    try (ReadyFile ready = new ReadyFile(file)) {
      assertFalse(Files.exists(file));
      ready.write(Map.of("kafka", "127.0.0.1:9092"));
      assertEquals("{\"kafka\":\"127.0.0.1:9092\"}", Files.readString(file));
      try (Stream<Path> all = Files.list(home.resolve("new"))) {
        assertEquals(1, all.count());
      }
    }

    assertFalse(Files.exists(file));
  }

  @Test
  void shouldRemoveWhatAKilledProcessLeft(@TempDir Path home) throws IOException {
    Path file = Files.writeString(home.resolve("ready.json"), "{}");

    try (ReadyFile ready = new ReadyFile(file)) {
      assertFalse(Files.exists(file));
      ready.write(Map.of());
    }
  }

  @Test
  void shouldKeepASecondUserOutOfADirectory(@TempDir Path home) throws IOException {
    try (DirectoryLock lock = DirectoryLock.take("--data-dir", home)) {
      UsageFailure failure =
          assertThrows(UsageFailure.class, () -> DirectoryLock.take("--data-dir", home));

      assertEquals(
          "--data-dir: " + lock.directory() + " is used by another process", failure.getMessage());
    }

    DirectoryLock.take("--data-dir", home).close();
  }
}
