// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import dev.freshet.cache.Answer;
import dev.freshet.cache.EntryKey;
import dev.freshet.cache.Loaded;
import dev.freshet.cache.Loader;
import dev.freshet.cache.Region;
import dev.freshet.cache.RegionSettings;
import dev.freshet.cache.WriteBehind;
import dev.freshet.cache.codec.Codec;
import dev.freshet.cache.codec.MessagePackCodec;
import dev.freshet.cache.proxy.Cached;
import dev.freshet.cache.proxy.CachingProxy;
import dev.freshet.cache.proxy.InvalidateTags;
import dev.freshet.cache.proxy.Param;
import dev.freshet.cache.settings.LoadSettings;
import dev.freshet.cache.settings.OnBlind;
import dev.freshet.cache.settings.StalenessSettings;
import dev.freshet.cache.store.RedisSettings;
import dev.freshet.events.DomainEvent;
import dev.freshet.events.EventPublisher;
import dev.freshet.events.values.Receipt;
import dev.freshet.events.values.Target;
import dev.freshet.worker.FreshetNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The Java of docs/cache.md: {@link DocumentationIT} looks for it here, javac checks it. */
final class CacheSnippets {
  /** What the examples cache. */
  record Profile(long userId, String name, int team) {}

  /** Where the examples load from and write to. */
  interface Database {
    Profile profile(Object userId);

    Map<EntryKey, Profile> profiles(Set<EntryKey> keys);

    void save(Profile profile);
  }

  /** A source that does not block. */
  interface Client {
    CompletableFuture<Profile> fetch(EntryKey key);
  }

  interface Profiles {
    @Cached(region = "user:profile")
    Optional<Profile> profile(@Param("userId") long userId);

    @InvalidateTags("user:{userId}")
    void rename(@Param("userId") long userId, String name);
  }

  private static final class DatabaseProfiles implements Profiles {
    @Override
    public Optional<Profile> profile(long userId) {
      return Optional.empty();
    }

    @Override
    public void rename(long userId, String name) {
      throw new UnsupportedOperationException("rename " + userId);
    }
  }

  private CacheSnippets() {}

  static void answer(Region<Profile> profiles, Loader<Profile> loader, Consumer<String> log) {
    Answer<Profile> answer = profiles.answer(profiles.key(Map.of("userId", 42L)), loader);
    if (answer.source() == Answer.Source.STALE) {
      log.accept("profile is " + answer.age() + " old, its source is away");
    }
  }

  static CompletableFuture<@Nullable Profile> async(Region<Profile> profiles, Client client) {
    CompletableFuture<@Nullable Profile> profile =
        profiles
            .async()
            .get(
                profiles.key(Map.of("userId", 42L)),
                key -> client.fetch(key).thenApply(Loaded::of));
    return profile;
  }

  static Map<EntryKey, Profile> batch(Region<Profile> profiles, Database database) {
    Map<EntryKey, Profile> found =
        profiles.getAll(
            List.of(profiles.key(Map.of("userId", 1L)), profiles.key(Map.of("userId", 2L))),
            missing -> database.profiles(missing));
    return found;
  }

  static Loader<Profile> tags(Database database) {
    Loader<Profile> tagged =
        Loader.tagged(
            key -> {
              Profile profile = database.profile(key.param("userId"));
              return Loaded.of(profile)
                  .withTags("team:" + profile.team())
                  .withTtl(Duration.ofMinutes(1));
            });
    return tagged;
  }

  static boolean tagsOfAWrite(Region<Profile> profiles, EntryKey key, Profile grace) {
    boolean kept = profiles.put(key, grace, List.of("team:7"));
    return kept;
  }

  static void invalidate(FreshetNode node, Region<Profile> profiles) {
    node.invalidate(new Target.Tag("team:7"));
    node.invalidate(Target.parameter("user:profile", "userId", 42L));
    node.invalidate(new Target.Region("user:profile"));
    profiles.invalidate(Map.of("userId", 42L));
  }

  static void events(EventPublisher events, FreshetNode node)
      throws TimeoutException, InterruptedException {
    DomainEvent deleted = DomainEvent.of("e-1", "/users", "user.deleted", Map.of("userId", 42L));
    Receipt receipt = events.publish(deleted).join();
    node.awaitApplied(receipt, Duration.ofSeconds(5));
  }

  static boolean write(Region<Profile> profiles, Database database, Loader<Profile> loader) {
    EntryKey key = profiles.key(Map.of("userId", 42L));
    Profile grace = new Profile(42, "Grace", 7);
    boolean cached = profiles.write(key, grace, (k, value) -> database.save(value));

    Answer<Profile> seen = profiles.answer(key, loader);
    boolean swapped = profiles.putIfCurrent(key, grace, seen);
    return cached && swapped;
  }

  static void writeBehind(
      Region<Profile> profiles,
      Database database,
      EntryKey key,
      Profile grace,
      Consumer<String> log) {
    try (WriteBehind<Profile> behind =
        profiles.writeBehind(
            (k, value) -> database.save(value),
            WriteBehind.Settings.DEFAULT,
            (k, value, cause) -> log.accept("lost a write of " + k + ": " + cause))) {
      behind.write(key, grace);
    }
  }

  static Profiles annotations(FreshetNode node) {
    Profiles cached =
        CachingProxy.of(node::invalidate)
            .regions(node::region)
            .wrap(Profiles.class, new DatabaseProfiles());
    return cached;
  }

  static RedisSettings redis(String password, String trustPassword) {
    RedisSettings redis =
        RedisSettings.sentinel("main", List.of("redis://s1:26379", "redis://s2:26379"))
            .withLogin("freshet", password)
            .withTls(RedisSettings.Tls.trusting(Path.of("redis.p12"), trustPassword))
            .withTimeout(Duration.ofMillis(100));
    return redis;
  }

  static Region<Profile> codec(FreshetNode node) {
    Codec<Profile> codec =
        MessagePackCodec.<Profile>of(Profile.class).alsoReading(Codec.json(Profile.class));
    Region<Profile> cards = node.region("user:card", codec);
    return cards;
  }

  static RegionSettings settings() {
    RegionSettings settings =
        RegionSettings.of("user:card", "user:card:{userId}")
            .withVersion(2)
            .withTags("user:{userId}")
            .withTtl(Duration.ofMinutes(15), Duration.ofSeconds(60))
            .with(new StalenessSettings(Duration.ofSeconds(30), OnBlind.SHORTEN))
            .with(LoadSettings.DEFAULT.withRefreshAt(0.8));
    return settings;
  }
}
