// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.source;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestNameTest {

  @ParameterizedTest
  @CsvSource({
    "ttl,ttl,0",
    "tags,tag,1",
    "invaildate,invalidate,1",
    "evnt,event,1",
    "abcd,badc,2",
    "'',abc,3",
    "abc,'',3",
    "kitten,sitting,3",
  })
  void shouldCountTypingMistakes(String one, String two, int distance) {
    assertEquals(distance, NearestName.distance(one, two));
    assertEquals(distance, NearestName.distance(two, one));
  }

  @Test
  void shouldOfferTheNearestWithinTwoMistakes() {
    assertEquals(
        "did you mean `event`?", NearestName.help("evetn", List.of("id", "event", "even")));
    assertEquals(null, NearestName.help("something", List.of("id", "event")));
    assertEquals(null, NearestName.help("xy", List.of("id")));
  }
}
