// SPDX-License-Identifier: Apache-2.0
package dev.freshet.stack;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PortClaimsTest {

  @Test
  void shouldHandOutEachPortOnce(@TempDir Path home) {
    PortClaims claims = new PortClaims(home.resolve("ports"));

    assertTrue(claims.claim(20_000));
    assertFalse(claims.claim(20_000));
    assertTrue(claims.claim(20_001));
  }

  @Test
  void shouldKeepApartWhoLocksTheSameFile(@TempDir Path home) {
    PortClaims one = new PortClaims(home.resolve("ports"));
    PortClaims other = new PortClaims(home.resolve("ports"));

    assertTrue(one.claim(20_000));
    assertFalse(other.claim(20_000));
    assertTrue(other.claim(20_001));
    assertFalse(one.claim(20_001));
  }

  @Test
  void shouldGoWithoutAFileThatCannotBeOpened(@TempDir Path home) throws IOException {
    PortClaims claims = new PortClaims(Files.createDirectory(home.resolve("ports")));

    assertTrue(claims.claim(20_000));
    assertFalse(claims.claim(20_000));
  }
}
