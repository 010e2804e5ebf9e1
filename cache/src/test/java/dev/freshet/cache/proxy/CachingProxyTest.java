// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.proxy;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.freshet.cache.LoadFailedException;
import dev.freshet.cache.Region;
import dev.freshet.cache.RegionSettings;
import dev.freshet.cache.codec.Codec;
import dev.freshet.events.values.Target;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CachingProxyTest {
  enum Color {
    RED
  }

  record Profile(long userId, String name) {}

  /** One of each kind that a proxy handles. */
  interface Profiles {
    @Cached(region = "profile")
    @Nullable Profile profile(long userId);

    @Cached(region = "profile")
    Optional<Profile> find(@Param("userId") long id);

    @Cached(region = "names")
    List<String> names(Color color, String prefix);

    @Cached(region = "length")
    int length(@Param("userId") long id) throws IOException;

    @Cached(region = "fixed")
    default String fixed() {
      return "fixed " + plain();
    }

    @InvalidateTags({"user:{userId}", "users"})
    String rename(@Param("userId") @Nullable Long id, String... names) throws IOException;

    String plain();

    static int answers() {
      return 42;
    }
  }

  private static final class Database implements Profiles {
    private final Map<Long, String> names = new HashMap<>();
    private final List<String> calls = new ArrayList<>();
    private @Nullable Throwable failure;

    @Override
    public @Nullable Profile profile(long userId) {
      calls.add("profile " + userId);
      String name = names.get(userId);
      return name == null ? null : new Profile(userId, name);
    }

    @Override
    public Optional<Profile> find(long id) {
      calls.add("find " + id);
      return Optional.ofNullable(names.get(id)).map(name -> new Profile(id, name));
    }

    @Override
    public List<String> names(Color color, String prefix) {
      calls.add("names " + color + " " + prefix);
      return names.values().stream().filter(name -> name.startsWith(prefix)).sorted().toList();
    }

    @Override
    public int length(long id) throws IOException {
      calls.add("length " + id);
      fail();
      return String.valueOf(names.get(id)).length();
    }

    @Override
    public String rename(@Nullable Long id, String... names) throws IOException {
      calls.add("rename " + id);
      fail();
      return String.valueOf(this.names.put(id == null ? 0 : id, String.join(" ", names)));
    }

    @Override
    public String plain() {
      calls.add("plain");
      return "plain";
    }

    @Override
    public String toString() {
      return "database of " + names.size();
    }

    private void fail() throws IOException {
      if (failure != null) {
        CachingProxyTest.<IOException>raise(failure);
      }
    }
  }

  private static final Type NAMES = new ArrayList<String>() {}.getClass().getGenericSuperclass();

  private final OneNode node =
      new OneNode(
          RegionSettings.of("profile", "profile:{userId}").withTags("user:{userId}"),
          RegionSettings.of("length", "length:{userId}").withTags("user:{userId}"),
          RegionSettings.of("fixed", "fixed"));
  private final Region<List<String>> names =
      node.cache.region(
          RegionSettings.of("names", "names:{color}:{prefix}").withTags("users"),
          Codec.json(NAMES));
  private final Database database = new Database();
  private final CachingProxy proxies =
      CachingProxy.of(node::invalidate).regions(node::region).region(names);
  private final Profiles profiles = proxies.wrap(Profiles.class, database);

  @Test
  void shouldCallTheMethodOnceForEachKey() {
    database.names.putAll(Map.of(1L, "Ada", 2L, "Bob"));

    for (int i = 0; i < 3; i++) {
      assertEquals(new Profile(1, "Ada"), profiles.profile(1));
      assertEquals(new Profile(2, "Bob"), profiles.profile(2));
    }

    assertEquals(List.of("profile 1", "profile 2"), database.calls);
  }

  @Test
  void shouldShareTheRegionWithWhoeverElseUsesIt() {
    database.names.put(1L, "Ada");
    Region<Profile> region = node.region("profile", Profile.class);

    profiles.profile(1);

    assertEquals(new Profile(1, "Ada"), region.getIfPresent(Map.of("userId", 1)));
    assertEquals(Optional.of(new Profile(1, "Ada")), profiles.find(1));
    assertEquals(List.of("profile 1"), database.calls);
  }

  @Test
  void shouldAnswerNullAndEmptyAsTheRegionDoes() {
    assertNull(profiles.profile(7));
    assertEquals(Optional.empty(), profiles.find(7));

    assertEquals(List.of("profile 7", "find 7"), database.calls);
  }

  @Test
  void shouldCacheGenericValuesEnumsAndPrimitives() throws IOException {
    database.names.put(1L, "Ada");

    for (int i = 0; i < 2; i++) {
      assertEquals(List.of("Ada"), profiles.names(Color.RED, "A"));
      assertEquals(3, profiles.length(1));
    }

    assertEquals(List.of("names RED A", "length 1"), database.calls);
    assertEquals(List.of("Ada"), names.getIfPresent(Map.of("color", Color.RED, "prefix", "A")));
  }

  @Test
  void shouldCacheDefaultMethodsAndKeepCallsToItselfUncached() {
    assertEquals("fixed plain", profiles.fixed());
    assertEquals("fixed plain", profiles.fixed());
    assertEquals("plain", profiles.plain());

    assertEquals(List.of("plain", "plain"), database.calls);
  }

  @Test
  void shouldInvalidateEachTagAfterTheMethodReturned() throws IOException {
    database.names.put(1L, "Ada");
    profiles.profile(1);
    profiles.names(Color.RED, "A");

    assertEquals("Ada", profiles.rename(1L, "Ada", "Lovelace"));

    assertEquals(List.of(new Target.Tag("user:1"), new Target.Tag("users")), node.invalidated);
    assertEquals(new Profile(1, "Ada Lovelace"), profiles.profile(1));
    assertEquals(List.of("Ada Lovelace"), profiles.names(Color.RED, "A"));
  }

  @Test
  void shouldInvalidateAfterTheMethodForALoadMayComeBetween() throws IOException {
    Profiles recorded =
        CachingProxy.of(target -> database.calls.add(target.text()))
            .regions(node::region)
            .region(names)
            .wrap(Profiles.class, database);

    recorded.rename(1L, "Ada");

    assertEquals(List.of("rename 1", "t|user:1", "t|users"), database.calls);
  }

  @Test
  void shouldInvalidateNothingWhenTheMethodThrows() {
    database.failure = new IOException("down");

    assertSame(database.failure, assertThrows(IOException.class, () -> profiles.rename(1L, "x")));

    assertEquals(List.of(), node.invalidated);
  }

  @Test
  void shouldNotCallTheMethodWithNullAtAHole() {
    IllegalArgumentException problem =
        assertThrows(IllegalArgumentException.class, () -> profiles.rename(null, "x"));

    assertEquals(
        Profiles.class.getName()
            + ".rename(Long, String[]): {userId}: found no value,"
            + " expected a string, an integer, a boolean, a UUID or an enum",
        problem.getMessage());
    assertEquals(List.of(), database.calls);
  }

  @Test
  void shouldInvalidateTheOtherTagsWhenOneFails() throws IOException {
    List<Target> seen = new ArrayList<>();
    Profiles failing =
        CachingProxy.of(
                target -> {
                  seen.add(target);
                  throw new IllegalStateException(target.text());
                })
            .regions(node::region)
            .region(names)
            .wrap(Profiles.class, database);

    IllegalStateException failure =
        assertThrows(IllegalStateException.class, () -> failing.rename(1L, "Ada"));

    assertEquals("t|user:1", failure.getMessage());
    assertEquals("t|users", failure.getSuppressed()[0].getMessage());
    assertEquals(2, seen.size());
    assertEquals("Ada", database.names.get(1L));
  }

  @Test
  void shouldThrowWhatTheMethodThrows() {
    for (Throwable thrown :
        List.of(
            new IOException("declared"),
            new FileNotFoundException("a kind of the declared"),
            new IllegalStateException("unchecked"),
            new AssertionError("error"))) {
      database.failure = thrown;

      assertSame(thrown, assertThrows(Throwable.class, () -> profiles.length(1)));
    }

    database.failure = null;
    assertEquals(4, assertLength());
  }

  @Test
  void shouldKeepUndeclaredExceptionsInTheOneOfTheRegion() {
    database.failure = new java.util.concurrent.TimeoutException("not declared");

    LoadFailedException failure = assertThrows(LoadFailedException.class, () -> profiles.length(1));

    assertSame(database.failure, failure.getCause());
  }

  @Test
  void shouldTellOnlyTheInterruptedThreadOfAnInterruption() throws Exception {
    Waiting waiting =
        proxies.wrap(
            Waiting.class,
            userId -> {
              TimeUnit.MINUTES.sleep(1);
              return 1;
            });

    Thread.currentThread().interrupt();
    assertThrows(InterruptedException.class, () -> waiting.length(1));

    assertFalse(Thread.currentThread().isInterrupted());
  }

  @Test
  void shouldNotTellWhoWaitedOfTheInterruptionOfAnother() throws Exception {
    CountDownLatch loading = new CountDownLatch(1);
    Waiting waiting =
        proxies.wrap(
            Waiting.class,
            userId -> {
              loading.countDown();
              TimeUnit.MINUTES.sleep(1);
              return 1;
            });
    FutureTask<Throwable> pilot = failure(waiting);
    FutureTask<Throwable> other = failure(waiting);
    Thread pilotThread = new Thread(pilot);
    Thread otherThread = new Thread(other);

    pilotThread.start();
    loading.await();
    otherThread.start();
    await().until(() -> node.waits("length") == 1);
    pilotThread.interrupt();

    assertInstanceOf(InterruptedException.class, pilot.get());
    Throwable seen = assertInstanceOf(LoadFailedException.class, other.get());
    assertInstanceOf(InterruptedException.class, seen.getCause());
  }

  private static FutureTask<Throwable> failure(Waiting waiting) {
    return new FutureTask<>(() -> assertThrows(Exception.class, () -> waiting.length(1)));
  }

  @Test
  void shouldAnswerEqualsHashCodeAndToStringForTheImplementation() {
    Profiles again = proxies.wrap(Profiles.class, database);
    Profiles other = proxies.wrap(Profiles.class, new Database());

    assertEquals(profiles, again);
    assertEquals(profiles.hashCode(), again.hashCode());
    assertEquals(database.toString(), profiles.toString());
    assertNotEquals(profiles, other);
    assertNotEquals(profiles, database);
    assertNotEquals(database, profiles);
    assertNotEquals(null, profiles);
  }

  @Test
  void shouldNameTheRegionThatHoldsAnotherType() {
    Region<String> wrong =
        node.cache.region(RegionSettings.of("wrong", "wrong:{userId}"), Codec.json(String.class));
    wrong.put(Map.of("userId", 1), "text");
    Wrong proxy = CachingProxy.of(node::invalidate).region(wrong).wrap(Wrong.class, userId -> 5);

    IllegalStateException problem = assertThrows(IllegalStateException.class, () -> proxy.wrong(1));

    assertEquals(
        Wrong.class.getName()
            + ".wrong(long): region wrong: found a value of type java.lang.String,"
            + " expected java.lang.Integer",
        problem.getMessage());
  }

  @Test
  void shouldLetTheSourceRefuseARegionOfAnotherType() {
    IllegalArgumentException problem =
        assertThrows(
            IllegalArgumentException.class, () -> proxies.wrap(Reopened.class, userId -> "five"));

    assertEquals(
        Reopened.class.getName()
            + ".length(long): region length: found class java.lang.String,"
            + " opened class java.lang.Integer",
        problem.getMessage());
  }

  interface Reopened {
    @Cached(region = "length")
    String length(long userId);
  }

  interface Waiting {
    @Cached(region = "length")
    int length(long userId) throws InterruptedException;
  }

  interface Wrong {
    @Cached(region = "wrong")
    int wrong(long userId);
  }

  private int assertLength() {
    try {
      return profiles.length(1);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Throws what a method may not throw, as generated code and other languages do. */
  @SuppressWarnings("unchecked")
  private static <E extends Throwable> void raise(Throwable failure) throws E {
    throw (E) failure;
  }
}
