// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.freshet.cache.RegionSettings;
import dev.freshet.events.values.Target;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where annotations are found, and through which types calls are seen. */
class InheritanceTest {
  private final OneNode node =
      new OneNode(RegionSettings.of("user", "user:{userId}").withTags("user:{userId}"));
  private final CachingProxy proxies = CachingProxy.of(node::invalidate).regions(node::region);
  private final List<String> calls = new ArrayList<>();

  /** Knows its types only below. */
  interface Repository<K, V> {
    V find(K key);

    void save(K key, V value);
  }

  interface Users extends Repository<Long, String> {
    @Override
    @Cached(region = "user")
    String find(@Param("userId") Long key);

    @Override
    @InvalidateTags("user:{userId}")
    void save(@Param("userId") Long key, String value);
  }

  interface PlainUsers extends Repository<Long, String> {}

  interface Reader {
    String find(long userId);
  }

  interface CachedReader {
    @Cached(region = "user")
    String find(long userId);
  }

  interface Both extends Reader, CachedReader {}

  interface Overridden extends CachedReader {
    @Override
    String find(long userId);

    @InvalidateTags("user:{userId}")
    void touch(long userId);
  }

  interface Overloads {
    @Cached(region = "user")
    String find(long userId);

    String find(int userId);

    @InvalidateTags("user:{userId}")
    void find(String userId, boolean unused);
  }

  private class UserTable implements Users {
    @Override
    public String find(Long key) {
      calls.add("find");
      return "user " + key;
    }

    @Override
    public void save(Long key, String value) {
      calls.add("save");
    }
  }

  private final class AnnotatedTable implements PlainUsers {
    @Override
    @Cached(region = "user")
    public String find(@Param("userId") Long key) {
      calls.add("find");
      return "user " + key;
    }

    @Override
    @InvalidateTags("user:{userId}")
    public void save(@Param("userId") Long key, String value) {
      calls.add("save");
    }
  }

  @Test
  void shouldSeeCallsThroughTheGenericInterface() {
    Users users = proxies.wrap(Users.class, new UserTable());
    Repository<Long, String> generic = users;

    users.find(1L);
    generic.find(1L);
    generic.save(1L, "x");
    generic.find(1L);
    users.find(1L);

    assertEquals(List.of("find", "save", "find"), calls);
    assertEquals(List.of(new Target.Tag("user:1")), node.invalidated);
  }

  @Test
  void shouldTakeTheAnnotationsOfAnImplementationThatNarrowsTypes() {
    PlainUsers users = proxies.wrap(PlainUsers.class, new AnnotatedTable());

    users.find(1L);
    users.save(1L, "x");
    users.find(1L);
    users.find(1L);

    assertEquals(List.of("find", "save", "find"), calls);
    assertEquals(List.of(new Target.Tag("user:1")), node.invalidated);
  }

  @Test
  void shouldTakeTheAnnotationOfAnyInheritedInterface() {
    Both both = proxies.wrap(Both.class, this::found);

    both.find(1);
    ((Reader) both).find(1);
    ((CachedReader) both).find(1);

    assertEquals(List.of("found 1"), calls);
  }

  @Test
  void shouldNotCacheAnOverrideWithoutTheAnnotation() {
    Overridden overridden =
        proxies.wrap(
            Overridden.class,
            new Overridden() {
              @Override
              public String find(long userId) {
                return found(userId);
              }

              @Override
              public void touch(long userId) {}
            });

    overridden.find(1);
    ((CachedReader) overridden).find(1);

    assertEquals(List.of("found 1", "found 1"), calls);
  }

  @Test
  void shouldTellOverloadsApart() {
    Overloads overloads =
        proxies.wrap(
            Overloads.class,
            new Overloads() {
              @Override
              public String find(long userId) {
                return found(userId);
              }

              @Override
              public String find(int userId) {
                return "int " + found(userId);
              }

              @Override
              public void find(String userId, boolean unused) {}
            });

    assertEquals("1", overloads.find(1L));
    assertEquals("int 1", overloads.find(1));
    overloads.find("1", true);
    assertEquals("1", overloads.find(1L));
    assertEquals("1", overloads.find(1L));

    assertEquals(List.of("found 1", "found 1", "found 1"), calls);
  }

  private String found(long userId) {
    calls.add("found " + userId);
    return String.valueOf(userId);
  }
}
