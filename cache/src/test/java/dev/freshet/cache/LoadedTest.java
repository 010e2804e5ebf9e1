// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.events.values.Target;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What loaders say besides the value: its tags, its TTL, and that there is none. */
class LoadedTest {
  private static final RegionSettings POSTS = RegionSettings.of("post", "post:{id}");
  private static final Map<String, Object> ONE = Map.of("id", 1);
  private static final Map<String, Object> TWO = Map.of("id", 2);

  private final TestCluster cluster = new TestCluster();
  private final TestCluster.Node node = cluster.node();
  private final TestCluster.Node other = cluster.node();
  private final AtomicInteger loads = new AtomicInteger();

  @Test
  void shouldDropEntriesByTheTagsThatTheirLoaderReturned() {
    Region<String> region = node.region(POSTS, String.class);
    Region<String> there = other.region(POSTS, String.class);
    region.get(ONE, tagged("author:7", "topic:rain"));
    region.get(TWO, tagged("author:8"));
    assertEquals("v1", there.get(ONE, tagged("not called")), "the tags travel through L2");

    cluster.append(new Target.Tag("author:7")).join();

    assertNull(region.getIfPresent(ONE));
    assertNull(there.getIfPresent(ONE));
    assertEquals("v2", region.getIfPresent(TWO));
    assertEquals("v2", there.getIfPresent(TWO));
  }

  @Test
  void shouldDropEntriesByTheTagsThatABulkLoaderReturned() {
    Region<String> region = node.region(POSTS, String.class);
    Region<String> there = other.region(POSTS, String.class);
    EntryKey one = region.key(ONE);
    EntryKey two = region.key(TWO);
    Map<EntryKey, String> loaded =
        region.getAll(
            List.of(one, two),
            BulkLoader.tagged(
                keys ->
                    Map.of(
                        one, Loaded.of("first").withTags("author:7"), two, Loaded.of("second"))));
    assertEquals(Map.of(one, "first", two, "second"), loaded);
    assertEquals(loaded, there.getAllPresent(List.of(one, two)));

    cluster.append(new Target.Tag("author:7")).join();

    assertEquals(Map.of(two, "second"), region.getAllPresent(List.of(one, two)));
    assertEquals(Map.of(two, "second"), there.getAllPresent(List.of(one, two)));
  }

  @Test
  void shouldDropWrittenValuesByTheTagsTheyWereWrittenWith() {
    Region<String> region = node.region(POSTS, String.class);
    Region<String> there = other.region(POSTS, String.class);
    EntryKey one = region.key(ONE);
    EntryKey two = region.key(TWO);
    assertTrue(region.put(one, "put", List.of("author:7")));
    assertTrue(region.write(two, "written", List.of("author:7"), (key, value) -> {}));
    assertEquals("put", there.getIfPresent(one));

    cluster.append(new Target.Tag("author:7")).join();

    assertEquals(Map.of(), region.getAllPresent(List.of(one, two)));
    assertEquals(Map.of(), there.getAllPresent(List.of(one, two)));
  }

  @Test
  void shouldRefuseAValueInL2WhoseLoaderTagWasInvalidatedBeforeItWasRead() {
    Region<String> region = node.region(POSTS, String.class);
    region.get(ONE, tagged("author:7"));
    cluster.append(new Target.Tag("author:7")).join();

    assertNull(other.region(POSTS, String.class).getIfPresent(ONE), "never in its L1");
    assertEquals(1, other.count("freshet.stale.rejections"));
    TestCluster.Node later = cluster.node();
    assertNull(later.region(POSTS, String.class).getIfPresent(ONE), "read the log at its start");
  }

  @Test
  void shouldFenceALoadByATagThatOnlyTheLoaderKnew() {
    Region<String> region = node.region(POSTS, String.class);

    String returned =
        region.get(
            ONE,
            Loader.tagged(
                key -> {
                  cluster.append(new Target.Tag("author:7")).join();
                  return Loaded.of("old").withTags("author:7");
                }));

    assertEquals("old", returned, "the call began before the command");
    assertNull(region.getIfPresent(ONE));
    assertEquals(1, node.count("freshet.fence.rejections"));
  }

  @Test
  void shouldKeepMoreTagsThanL2CanHoldInL1Alone() {
    Region<String> region = node.region(POSTS, String.class);
    List<String> tags = Collections.nCopies(65_536, "many");

    assertEquals("v1", region.get(ONE, Loader.tagged(key -> new Loaded<>("v1", tags, null))));

    assertEquals("v1", region.getIfPresent(ONE));
    assertNull(other.region(POSTS, String.class).getIfPresent(ONE));
    assertEquals(1, node.count("freshet.refused", "reason", "value-unencodable"));
  }

  @Test
  void shouldShortenTheTtlOfAValueInBothLevels() {
    Region<String> region = node.region(POSTS, String.class);
    Region<String> there = other.region(POSTS, String.class);
    region.get(ONE, expiring(Duration.ofMinutes(1)));
    cluster.pass(Duration.ofSeconds(59));
    assertEquals("v1", region.getIfPresent(ONE));
    assertEquals("v1", there.getIfPresent(ONE));

    cluster.pass(Duration.ofSeconds(1));

    assertNull(region.getIfPresent(ONE));
    assertNull(there.getIfPresent(ONE));
  }

  @Test
  void shouldNotLengthenTheTtlOfTheRegion() {
    RegionSettings shorter = POSTS.with(POSTS.lifetime().withTtl(Duration.ofMinutes(5)));
    Region<String> region = node.region(shorter, String.class);
    region.get(ONE, expiring(Duration.ofMinutes(10)));
    region.get(TWO, expiring(Duration.ofDays(100_000_000_000L)));

    cluster.pass(Duration.ofMinutes(5));

    assertNull(region.getIfPresent(ONE));
    assertNull(region.getIfPresent(TWO));
  }

  @Test
  void shouldRefuseATtlThatIsNotPositive() {
    Region<String> region = node.region(POSTS, String.class);

    var error =
        assertThrows(
            LoadFailedException.class, () -> region.get(ONE, expiring(Duration.ofSeconds(-1))));

    assertEquals(
        "ttl: found PT-1S, expected longer than 0",
        assertInstanceOf(IllegalArgumentException.class, error.getCause()).getMessage());
    assertEquals(1, node.count("freshet.loads", "result", "failure"));
  }

  @Test
  void shouldSayThatATaggedLoaderReturnedNull() {
    Region<String> region = node.region(POSTS, String.class);

    var error =
        assertThrows(
            LoadFailedException.class, () -> region.get(ONE, Loader.tagged(key -> nothing())));

    assertTrue(
        String.valueOf(error.getMessage())
            .endsWith("the loader: found null, expected what it loaded"));
    assertEquals(1, node.count("freshet.loads", "result", "failure"));
  }

  @Test
  void shouldRememberInBothLevelsThatTheSourceHasNoValue() {
    Region<String> region = node.region(remembering(), String.class);
    Region<String> there = other.region(remembering(), String.class);

    for (int i = 0; i < 3; i++) {
      assertNull(region.get(ONE, this::absent));
      assertNull(there.get(ONE, this::absent));
    }

    assertEquals(1, loads.get());
    assertEquals(1, node.count("freshet.loads", "result", "absent"));
    assertEquals(Answer.Source.L1, there.answer(there.key(ONE), this::absent).source());
  }

  @Test
  void shouldForgetAfterItsTimeThatTheSourceHasNoValue() {
    Region<String> region = node.region(remembering(), String.class);
    Region<String> there = other.region(remembering(), String.class);
    assertNull(region.get(ONE, this::absent));

    cluster.pass(Duration.ofSeconds(10));

    assertEquals("v2", there.get(ONE, this::present));
    assertEquals("v2", region.get(ONE, this::present), "from L2");
  }

  @Test
  void shouldForgetByACommandThatTheSourceHasNoValue() {
    Region<String> region = node.region(remembering(), String.class);
    Region<String> there = other.region(remembering(), String.class);
    assertNull(region.get(ONE, this::absent));
    assertNull(there.get(ONE, this::absent));

    cluster.append(new Target.Key("post:1")).join();

    assertEquals("v2", region.get(ONE, this::present));
    assertEquals("v2", there.get(ONE, this::present));
  }

  @Test
  void shouldRememberNothingUnlessTheRegionSaysSo() {
    Region<String> region = node.region(POSTS, String.class);
    assertNull(region.get(ONE, this::absent));

    assertEquals("v2", region.get(ONE, this::present));
  }

  @Test
  void shouldLeaveOutOfABatchWhatIsKnownToBeAbsent() {
    Region<String> region = node.region(remembering(), String.class);
    Region<String> there = other.region(remembering(), String.class);
    EntryKey absent = region.key(ONE);
    assertNull(region.get(absent, this::absent));

    for (Region<String> asked : List.of(region, there)) {
      assertEquals(Map.of(), asked.getAllPresent(List.of(absent)));
      assertEquals(Map.of(), asked.getAll(List.of(absent), keys -> Map.of(absent, "not asked")));
    }
    assertEquals(1, loads.get());
  }

  @Test
  void shouldRememberWhatABatchDidNotFind() {
    Region<String> region = node.region(remembering(), String.class);
    EntryKey key = region.key(ONE);
    assertEquals(Map.of(), region.getAll(List.of(key), keys -> Map.of()));

    assertNull(region.get(key, this::present));
    assertNull(other.region(remembering(), String.class).get(key, this::present));

    assertEquals(0, loads.get());
  }

  private static RegionSettings remembering() {
    return POSTS.with(POSTS.lifetime().withAbsentTtl(Duration.ofSeconds(10)));
  }

  private Loader<String> tagged(String... tags) {
    return Loader.tagged(key -> Loaded.of("v" + loads.incrementAndGet()).withTags(tags));
  }

  private static Loader<String> expiring(Duration ttl) {
    return Loader.tagged(key -> Loaded.of("v1").withTtl(ttl));
  }

  private String present(EntryKey key) {
    return "v" + loads.incrementAndGet();
  }

  private @Nullable String absent(EntryKey key) {
    loads.incrementAndGet();
    return null;
  }

  @SuppressWarnings("NullAway") // as of a caller without a null checker
  private static Loaded<String> nothing() {
    return null;
  }
}
