// SPDX-License-Identifier: Apache-2.0
package dev.freshet.http.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NearestNameTest {

  @Test
  void shouldCountInsertionsDeletionsChangesAndSwaps() {
    assertEquals(0, NearestName.distance("Name", "name"));
    assertEquals(1, NearestName.distance("name", "nam"));
    assertEquals(1, NearestName.distance("name", "naame"));
    assertEquals(1, NearestName.distance("name", "mame"));
    assertEquals(1, NearestName.distance("name", "nmae"));
    assertEquals(3, NearestName.distance("ca", "abc"));
    assertEquals(4, NearestName.distance("", "name"));
  }

  @Test
  void shouldNameNearestIfOneIsNear() {
    List<String> names = List.of("colour", "name", "power");

    assertEquals(Optional.of("colour"), NearestName.among(names, "color"));
    assertEquals(Optional.of("name"), NearestName.among(names, "mane"));
    assertEquals(Optional.empty(), NearestName.among(names, "frequency"));
    assertEquals(Optional.empty(), NearestName.among(names, "x".repeat(100_000)));
  }
}
