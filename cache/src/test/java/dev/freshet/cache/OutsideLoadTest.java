// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.cache.Answer.Source;
import dev.freshet.cache.settings.Lifetime;
import dev.freshet.events.values.Target;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Loads that somebody outside of the cache carries out are fenced as those of any loader. */
class OutsideLoadTest {
  private static final RegionSettings ITEMS =
      RegionSettings.of("item", "item:{id}").withTags("owner:{id}");

  private final TestCluster cluster = new TestCluster();
  private final TestCluster.Node node = cluster.node();
  private final Region<String> region = node.region(ITEMS, String.class);
  private final Region<String> there = cluster.node().region(ITEMS, String.class);
  private final EntryKey key = region.key(Map.of("id", 1));

  @Test
  void shouldCacheInBothLevelsWhatWasLoaded() {
    Region.OutsideLoad<String> load = region.beginLoad(key);
    cluster.pass(Duration.ofSeconds(2));

    assertTrue(load.isCurrent());
    assertTrue(load.complete(Loaded.of("v")));

    assertAnswer(Source.L1, Duration.ofSeconds(2), region.answerIfPresent(key));
    assertAnswer(Source.L2, Duration.ofSeconds(2), there.answerIfPresent(key));
  }

  @ParameterizedTest
  @ValueSource(strings = {"k|item:1", "t|owner:1", "p|item|id=1", "r|item", "*", "s|item:*"})
  void shouldRefuseWhatACommandOvertook(String target) {
    Region.OutsideLoad<String> load = region.beginLoad(key);
    cluster.append(Target.parse(target)).join();

    assertFalse(load.isCurrent());
    assertFalse(load.complete(Loaded.of("old")));

    assertNull(region.answerIfPresent(key));
    assertNull(there.answerIfPresent(key));
  }

  @Test
  void shouldRefuseWhatACommandForATagOfTheValueAloneOvertook() {
    Region.OutsideLoad<String> load = region.beginLoad(key);
    cluster.append(new Target.Tag("sale")).join();

    boolean seenBefore = load.isCurrent();
    boolean tagged = load.complete(Loaded.of("old").withTags("sale"));
    boolean untagged = load.complete(Loaded.of("new"));

    assertTrue(seenBefore, "nobody knows of the tag until the value names it");
    assertFalse(tagged);
    assertTrue(untagged);
  }

  @Test
  void shouldBeRefusedByOtherNodesIfThisOneLags() {
    node.lags = true;
    Region.OutsideLoad<String> load = region.beginLoad(key);
    cluster.append(new Target.Key(key.text())).join();

    assertTrue(load.complete(Loaded.of("old")));

    assertNull(there.answerIfPresent(key));
    node.catchUp();
    assertNull(region.answerIfPresent(key));
  }

  @Test
  void shouldRefuseWhatWasLoadedBeforeTheLogWasAnotherOne() {
    Region.OutsideLoad<String> load = region.beginLoad(key);
    cluster.follow(node.cache);

    assertFalse(load.complete(Loaded.of("v")));
  }

  @Test
  void shouldKeepNoLongerThanTheValueSays() {
    boolean cached = region.beginLoad(key).complete(Loaded.of("v").withTtl(Duration.ofSeconds(10)));
    cluster.pass(Duration.ofSeconds(11));

    assertTrue(cached);
    assertNull(region.answerIfPresent(key));
  }

  @Test
  void shouldOfferAnExpiredValueMeanwhileUnlessItWasInvalidated() {
    RegionSettings keeping =
        RegionSettings.of("kept", "kept:{id}")
            .with(
                Lifetime.of(Duration.ofMinutes(1))
                    .withStaleIfError(Duration.ofMinutes(10), Duration.ZERO));
    Region<String> kept = cluster.node().region(keeping, String.class);
    EntryKey one = kept.key(Map.of("id", 1));
    kept.get(one, unused -> "v");
    cluster.pass(Duration.ofMinutes(2));
    Region.OutsideLoad<String> load = kept.beginLoad(one);

    assertAnswer(Source.STALE, Duration.ofMinutes(2), load.standIn());
    kept.invalidate(one);

    assertNull(load.standIn());
    assertNull(region.beginLoad(key).standIn());
  }

  @Test
  void shouldTellRememberedAbsenceFromAMiss() {
    Region<String> remembering =
        node.region(
            RegionSettings.of("absent", "absent:{id}")
                .with(Lifetime.of(Duration.ofMinutes(1)).withAbsentTtl(Duration.ofMinutes(1))),
            String.class);
    EntryKey one = remembering.key(Map.of("id", 1));

    assertNull(remembering.answerIfPresent(one));
    assertTrue(remembering.beginLoad(one).complete(Loaded.of(null)));

    Answer<String> absent = requireNonNull(remembering.answerIfPresent(one));
    assertEquals(Source.L1, absent.source());
    assertNull(absent.value());
  }

  @Test
  void shouldAnswerForSeveralKeysWithTheirSources() {
    EntryKey two = region.key(Map.of("id", 2));
    EntryKey three = region.key(Map.of("id", 3));
    region.put(key, "v");
    there.put(two, "v");

    Map<EntryKey, Answer<String>> answers = region.answersPresent(List.of(key, two, three));

    assertEquals(List.of(key, two), List.copyOf(answers.keySet()));
    assertAnswer(Source.L1, Duration.ZERO, answers.get(key));
    assertAnswer(Source.L2, Duration.ZERO, answers.get(two));
  }

  @Test
  void shouldAnswerWithoutBlockingFromTheSameSources() {
    region.put(key, "v");

    assertAnswer(Source.L1, Duration.ZERO, region.async().answerIfPresent(key).join());
    assertAnswer(Source.L2, Duration.ZERO, there.async().answerIfPresent(key).join());
    assertNull(region.async().answerIfPresent(region.key(Map.of("id", 2))).join());
  }

  @Test
  void shouldWriteWithTagsAndATtlOfTheValueBothWays() {
    EntryKey two = region.key(Map.of("id", 2));
    Loaded<String> value = Loaded.of("v").withTags("sale").withTtl(Duration.ofSeconds(10));
    assertTrue(region.putTagged(key, value));
    assertTrue(region.async().putTagged(two, value).join());

    cluster.pass(Duration.ofSeconds(5));
    assertAnswer(Source.L1, Duration.ofSeconds(5), region.answerIfPresent(key));
    cluster.pass(Duration.ofSeconds(6));

    assertNull(region.answerIfPresent(key));
    assertTrue(region.putTagged(key, value));
    cluster.append(new Target.Tag("sale")).join();
    assertNull(region.answerIfPresent(key));
    assertThrows(NullPointerException.class, () -> region.putTagged(key, Loaded.of(null)));
  }

  private static void assertAnswer(Source source, Duration age, @Nullable Answer<String> found) {
    Answer<String> answer = requireNonNull(found);
    assertEquals("v", answer.value());
    assertEquals(source, answer.source());
    assertEquals(age, answer.age());
  }
}
