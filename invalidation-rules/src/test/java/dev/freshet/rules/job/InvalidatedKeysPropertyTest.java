// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.events.values.Target;
import dev.freshet.rules.RuleBook;
import dev.freshet.rules.RuleSource;
import dev.freshet.rules.job.InvalidatedKeys.Found;
import dev.freshet.rules.region.RegionDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InvalidatedKeysPropertyTest {
  private static final List<RegionDefinition> REGIONS =
      RuleBook.compile(
              List.of(
                  new RuleSource(
                      "regions",
                      "regions.yaml",
                      1,
                      """
                      apiVersion: freshet.dev/v1
                      kind: CacheRegions
                      metadata: {name: regions, owner: o}
                      regions:
                        - {name: profile, key: "profile:{userId}", tags: ["user:{userId}", all-of-us], ttl: 1h}
                        - {name: session, key: "session:{sessionId}:{userId}", tags: ["user:{userId}"], ttl: 1h}
                        - {name: friends, key: "friends:{userId}:of:{friendId}", tags: ["user:{userId}", "user:{friendId}"], ttl: 1h}
                        - {name: bill, key: "bill:v{billId}.x", ttl: 1h}
                        - {name: rates, key: rates, tags: [money], ttl: 1h}
                        - {name: copy, key: "copy:{billId}", ttl: 1h}
                        - {name: same, key: "copy:{userId}", ttl: 1h}
                      """)))
          .orThrow()
          .regions()
          .all();

  @ParameterizedTest
  @CsvSource(
      delimiterString = " -> ",
      value = {
        "profile | k|profile:42 -> k profile:42",
        "profile | k|profile:a%3Ab -> k profile:a%3Ab",
        "profile | k|session:s1:42 -> k profile:42",
        "profile | k|bill:v7.x -> nothing",
        "profile | k|nowhere:42 -> nothing",
        "profile | t|user:42 -> k profile:42",
        "profile | t|all-of-us -> whole",
        "profile | t|money -> nothing",
        "profile | t|campaign:7 -> nothing",
        "profile | p|profile|userId=42 -> k profile:42",
        "profile | p|session|userId=a%3Ab -> k profile:a%3Ab",
        "profile | p|session|sessionId=s1 -> nothing",
        "profile | p|profile|userId=a%3ab -> nothing",
        "profile | r|profile -> whole",
        "profile | r|session -> nothing",
        "profile | * -> whole",
        "profile | s|prof*:42 -> k profile:42",
        "profile | s|profile:4* -> whole",
        "profile | s|pr* -> whole",
        "profile | s|px* -> nothing",
        "profile | s|*:x:* -> nothing",
        "profile | s|profile:42 -> k profile:42",
        "session | k|session:s1:42 -> k session:s1:42",
        "session | k|profile:42 -> {userId=42}",
        "session | t|user:42 -> {userId=42}",
        "session | p|friends|userId=42 -> {userId=42}",
        "session | s|session:*:42 -> {userId=42}",
        "session | s|session:s1:* -> {sessionId=s1}",
        "session | s|*:s1:42 -> k session:s1:42",
        "session | s|*4* -> whole",
        // Either hole may be meant: both together would leave out half of the keys.
        "friends | t|user:42 -> whole",
        "friends | s|friends:*:of:7 -> {friendId=7}",
        "friends | s|friends:*:if:7 -> nothing",
        "bill | k|bill:v7.x -> k bill:v7.x",
        "bill | s|bill:vv* -> whole",
        "bill | s|bill:w* -> nothing",
        "bill | s|bill:*.y -> nothing",
        "rates | t|money -> k rates",
        "rates | r|rates -> k rates",
        "rates | * -> k rates",
        "rates | k|profile:42 -> nothing",
        // Of the two regions that it may be of, one has a user.
        "session | k|copy:42 -> {userId=42}",
        "friends | k|copy:42 -> {userId=42}",
      })
  void shouldTellTheKeysOfATarget(String given, String expected) {
    String[] parts = given.split(" \\| ", 2);

    assertEquals(expected, text(keysOf(region(parts[0])).of(Target.parse(parts[1]))));
  }

  /** Whatever makes an entry stale is about that entry. */
  @Property
  void shouldMissNoEntryThatATargetHits(
      @ForAll("regions") RegionDefinition region,
      @ForAll("values") Map<String, String> values,
      @ForAll @IntRange(max = 40) int from,
      @ForAll @IntRange(max = 40) int to) {
    String key = region.key().expand(values::get);
    List<Target> targets = new ArrayList<>();
    targets.add(Target.ALL);
    targets.add(new Target.Key(key));
    targets.add(new Target.Region(region.name()));
    region.tags().forEach(tag -> targets.add(new Target.Tag(tag.expand(values::get))));
    region.key().holes().forEach(hole -> targets.add(parameter(region, hole, values)));
    int start = Math.min(from, key.length());
    int end = Math.max(start, Math.min(to, key.length()));
    targets.add(new Target.Scan(key.substring(0, start) + "*" + key.substring(end)));
    targets.add(new Target.Scan("*" + key.substring(start, end) + "*"));

    for (Target target : targets) {
      Found found = keysOf(region).of(target);
      assertTrue(holds(found, region, key), () -> target.text() + " -> " + text(found));
    }
  }

  /** A key that is found has the values that are said. */
  @Property
  void shouldGiveKeysThatReadBack(
      @ForAll("regions") RegionDefinition region,
      @ForAll("regions") RegionDefinition hit,
      @ForAll("values") Map<String, String> values) {
    Target target = new Target.Key(hit.key().expand(values::get));
    Found found = keysOf(region).of(target);

    if (found instanceof Found.Exactly exactly) {
      Map<String, String> read = region.key().match(exactly.key()).orElseThrow();
      assertTrue(read.values().stream().allMatch(values::containsValue), exactly::key);
      if (hit.equals(region)) {
        assertEquals(target.text(), "k|" + exactly.key());
      }
    } else if (found instanceof Found.Fitting fitting) {
      assertTrue(region.key().holes().containsAll(fitting.values().keySet()));
      assertTrue(fitting.values().size() < region.key().holes().size());
    }
  }

  @Provide
  Arbitrary<RegionDefinition> regions() {
    return Arbitraries.of(REGIONS);
  }

  @Provide
  Arbitrary<Map<String, String>> values() {
    Arbitrary<String> value =
        Arbitraries.oneOf(Arbitraries.strings(), Arbitraries.of("", ":", "*", "{a}", "42", "v.x"));
    return value
        .list()
        .ofSize(4)
        .map(
            texts ->
                Map.of(
                    "userId", texts.get(0),
                    "sessionId", texts.get(1),
                    "friendId", texts.get(2),
                    "billId", texts.get(3)));
  }

  private static Target parameter(
      RegionDefinition region, String hole, Map<String, String> values) {
    return Target.parameter(region.name(), hole, values.getOrDefault(hole, ""));
  }

  private static boolean holds(Found found, RegionDefinition region, String key) {
    if (found instanceof Found.Exactly exactly) {
      return exactly.key().equals(key);
    } else if (found instanceof Found.Fitting fitting) {
      return new KeyFit(region.key(), fitting.values()).fits(key);
    }
    return found instanceof Found.Whole;
  }

  private static String text(Found found) {
    if (found instanceof Found.Exactly exactly) {
      return "k " + exactly.key();
    } else if (found instanceof Found.Fitting fitting) {
      return fitting.values().entrySet().stream()
          .map(Object::toString)
          .sorted()
          .collect(Collectors.joining(" ", "{", "}"));
    }
    return found instanceof Found.Whole ? "whole" : "nothing";
  }

  private static InvalidatedKeys keysOf(RegionDefinition region) {
    return new InvalidatedKeys(region, REGIONS);
  }

  private static RegionDefinition region(String name) {
    return REGIONS.stream().filter(r -> r.name().equals(name)).findFirst().orElseThrow();
  }
}
