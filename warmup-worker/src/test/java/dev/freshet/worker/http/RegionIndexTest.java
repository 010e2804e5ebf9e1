// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.freshet.cache.RegionSettings;
import dev.freshet.cache.codec.Codec;
import dev.freshet.http.problem.ProblemException;
import dev.freshet.worker.http.RegionIndex.Place;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class RegionIndexTest {
  private final LocalNode node = new LocalNode();
  private final RegionIndex index = new RegionIndex(node);

  @BeforeEach
  void open() {
    open("item", "item:{id}");
    open("session", "session:{user}:{device}");
  }

  @AfterEach
  void close() {
    node.close();
  }

  @Test
  void shouldFindTheRegionWhoseTemplateTheKeyFits() {
    Place<?> place = index.find("session:a%3Ab:7", null);

    assertEquals("session", place.region().name());
    assertEquals("session:a%3Ab:7", place.key().text());
    assertEquals("a:b", place.key().param("user"));
  }

  @Test
  void shouldFindRegionsThatTheServiceOpensLater() {
    assertRefused(
        NodeProblem.NO_SUCH_REGION,
        "key price:1: fits no open region; nearest is region item (item:{id})",
        () -> index.find("price:1", null));

    open("price", "price:{id}");

    assertEquals("price", index.find("price:1", null).region().name());
  }

  @Test
  void shouldNameTheNearestRegionForAKeyOfNone() {
    assertRefused(
        NodeProblem.NO_SUCH_REGION,
        "key session:7: fits no open region; nearest is region session (session:{user}:{device})",
        () -> index.find("session:7", null));
    assertRefused(
        NodeProblem.NO_SUCH_REGION,
        "key session:a b:7: fits no open region; nearest is region session"
            + " (session:{user}:{device})",
        () -> index.find("session:a b:7", null));
  }

  @Test
  void shouldAskWhichOfSeveralRegionsIsMeant() {
    open("article", "item:{id}");

    assertRefused(
        NodeProblem.AMBIGUOUS_KEY,
        "key item:1: fits region item (item:{id}) and region article (item:{id}), expected"
            + " ?region= to say which",
        () -> index.find("item:1", null));
    assertEquals("article", index.find("item:1", "article").region().name());
  }

  @Test
  void shouldRefuseAKeyThatTheNamedRegionDoesNotHave() {
    assertRefused(
        NodeProblem.NO_SUCH_REGION,
        "key item:1: found a key that region session does not have, expected"
            + " session:{user}:{device}",
        () -> index.find("item:1", "session"));
  }

  @Test
  void shouldTellRegionsThatAreNotOpenFromThoseThatAreNot() {
    assertRefused(
        NodeProblem.REGION_NOT_OPEN,
        "region unopened: is declared, and the service that runs this node has not opened it",
        () -> index.region("unopened"));
    assertRefused(
        NodeProblem.NO_SUCH_REGION,
        "region itme: is not declared, did you mean `item`?",
        () -> index.region("itme"));
    assertRefused(
        NodeProblem.NO_SUCH_REGION,
        "region nothing: is not declared, expected one of [item, session]",
        () -> index.region("nothing"));
  }

  @Test
  void shouldFindAnEntryByTheValuesOfItsKey() {
    assertEquals(
        "item:a%2Fb".replace("%2F", "/"),
        index.findByParams("item", Map.of("id", "a/b")).key().text());
    assertRefused(
        NodeProblem.NO_SUCH_REGION,
        "region item: found no value for 'id', expected [id]",
        () -> index.findByParams("item", Map.of("no", 1)));
  }

  @Test
  void shouldRefuseAKeyThatIsTooLong() {
    ProblemException refused =
        assertThrows(ProblemException.class, () -> index.find("item:" + "x".repeat(5_000), null));

    assertEquals(NodeProblem.NO_SUCH_REGION.title(), refused.problem().title());
  }

  private void open(String name, String key) {
    var unused = node.open(RegionSettings.of(name, key), Codec.jsonText());
  }

  private static void assertRefused(NodeProblem problem, String detail, Executable call) {
    ProblemException refused = assertThrows(ProblemException.class, call);

    assertEquals(detail, refused.problem().detail());
    assertEquals(problem.title(), refused.problem().title());
  }
}
