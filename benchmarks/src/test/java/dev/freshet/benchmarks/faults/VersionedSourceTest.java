// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.faults;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class VersionedSourceTest {
  private final VersionedSource source = new VersionedSource();

  @Test
  void shouldKnowWhichValuesAreFromBeforeAChange() {
    byte[] first = source.value("a");
    assertFalse(source.isStale("a", first));

    source.change("a");

    assertTrue(source.isStale("a", first));
    assertFalse(source.isStale("a", source.value("a")));
  }

  @Test
  void shouldKnowWhichValuesAreFromBeforeTheCacheWasTold() {
    byte[] first = source.value("a");
    source.change("a");
    assertFalse(source.isToldSince("a", first));

    source.told("a");

    assertTrue(source.isToldSince("a", first));
    assertFalse(source.isToldSince("a", source.value("a")));
  }

  @Test
  void shouldRefuseWhatTheKeyNeverHad() {
    byte[] ofAnother = source.value("b");
    VersionedSource other = new VersionedSource();
    other.change("a");
    byte[] tooNew = other.value("a");

    assertThrows(IllegalStateException.class, () -> source.isStale("a", ofAnother));
    assertThrows(IllegalStateException.class, () -> source.isStale("a", tooNew));
    assertThrows(IllegalStateException.class, () -> source.isStale("a", new byte[3]));
  }
}
