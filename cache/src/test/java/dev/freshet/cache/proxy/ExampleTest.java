// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.freshet.cache.RegionSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The example of the documents, run. */
class ExampleTest {
  private final OneNode node =
      new OneNode(
          RegionSettings.of("user:profile", "user:profile:{userId}").withTags("user:{userId}"));

  record Profile(long userId, String name) {}

  interface Profiles {
    @Cached(region = "user:profile")
    Optional<Profile> profile(@Param("userId") long userId);

    @InvalidateTags("user:{userId}")
    void rename(@Param("userId") long userId, String name);
  }

  private static final class DatabaseProfiles implements Profiles {
    private final Map<Long, Profile> rows = new HashMap<>(Map.of(42L, new Profile(42, "Ada")));
    private int reads;

    @Override
    public Optional<Profile> profile(long userId) {
      reads++;
      return Optional.ofNullable(rows.get(userId));
    }

    @Override
    public void rename(long userId, String name) {
      rows.put(userId, new Profile(userId, name));
    }
  }

  @Test
  void shouldServeWhatWasRenamed() {
    DatabaseProfiles database = new DatabaseProfiles();
    Profiles profiles =
        CachingProxy.of(node::invalidate).regions(node::region).wrap(Profiles.class, database);

    List<Optional<Profile>> before = List.of(profiles.profile(42), profiles.profile(42));
    profiles.rename(42, "Grace");
    Optional<Profile> after = profiles.profile(42);

    Optional<Profile> ada = Optional.of(new Profile(42, "Ada"));
    assertEquals(List.of(ada, ada), before);
    assertEquals(Optional.of(new Profile(42, "Grace")), after);
    assertEquals(2, database.reads);
  }
}
