// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Files with the exact text that a user reads. With {@code -Dfreshet.golden=write} they are written
 * anew, for review.
 */
final class Golden {
  private Golden() {}

  static void check(Path file, String found) throws IOException {
    if ("write".equals(System.getProperty("freshet.golden"))) {
      Files.writeString(file, found);
    }
    assertEquals(Files.readString(file), found);
  }
}
