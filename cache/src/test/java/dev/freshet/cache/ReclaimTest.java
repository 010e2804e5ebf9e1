// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.cache.codec.Codec;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Memory of L2 that nobody can use any more. */
class ReclaimTest {
  private static final RegionSettings SETTINGS = RegionSettings.of("a", "a:{id}");

  private final TestCluster cluster = new TestCluster();
  private final TestCluster.Node node = cluster.node();
  private final Region<String> region = node.region(SETTINGS, String.class);
  private final EntryKey key = region.key(Map.of("id", 1));

  @Test
  void shouldRemoveWhatItsKeysInvalidationMadeStale() {
    region.get(key, unused -> "value");
    assertTrue(isInL2());

    region.invalidate(key);

    assertFalse(isInL2());
  }

  @Test
  void shouldRemoveItWithoutBlockingToo() {
    region.get(key, unused -> "value");

    region.async().invalidate(key).join();

    assertFalse(isInL2());
  }

  @Test
  void shouldLeaveWhatItDoesNotKnowToBeStale() {
    region.get(key, unused -> "value");
    node.lags = true;

    region.invalidate(key);

    assertTrue(isInL2());
  }

  @Test
  void shouldRefuseACodecWithoutAPlaceInTheHeader() {
    Codec<String> codec =
        new Codec<>() {
          @Override
          public int id() {
            return 128;
          }

          @Override
          public byte[] encode(String value) {
            return new byte[0];
          }

          @Override
          public String decode(byte[] bytes) {
            return "";
          }
        };

    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> node.cache.region(RegionSettings.of("b", "b:{id}"), codec));

    assertEquals("region b: codec id: found 128, expected 1 to 127", refused.getMessage());
  }

  private boolean isInL2() {
    return cluster.store().get("freshet:a@1|" + key.text()).join().isPresent();
  }
}
