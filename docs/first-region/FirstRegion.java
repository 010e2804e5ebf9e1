// SPDX-License-Identifier: Apache-2.0

import dev.freshet.cache.Answer;
import dev.freshet.cache.EntryKey;
import dev.freshet.cache.LoadFailedException;
import dev.freshet.cache.Loader;
import dev.freshet.cache.Region;
import dev.freshet.events.values.Target;
import dev.freshet.rules.RegionCatalog;
import dev.freshet.rules.RuleBook;
import dev.freshet.rules.RuleFiles;
import dev.freshet.worker.FreshetNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** A region with a loader, a tag and stale-if-error, on what {@code ./freshet dev} runs. */
public final class FirstRegion {
  record Profile(long userId, String name) {}

  /** Stands for a database. */
  static final class Database {
    String name = "Ada";
    boolean down;

    Profile profile(Object userId) {
      if (down) {
        throw new IllegalStateException("the database is down");
      }
      return new Profile((Long) userId, name);
    }
  }

  public static void main(String[] args) throws Exception {
    RegionCatalog regions =
        RuleBook.compile(RuleFiles.read(Path.of("docs/first-region"))).orThrow().regions();
    try (FreshetNode node =
        FreshetNode.builder("first-1")
            .kafka("localhost:9092")
            .registry("http://localhost:8081")
            .redis("redis://localhost:6379")
            .regions(regions)
            .start()) {
      node.awaitReady(Duration.ofSeconds(30));
      tryOut(node, node.region("first:profile", Profile.class));
    }
  }

  static void tryOut(FreshetNode node, Region<Profile> profiles) throws InterruptedException {
    Database database = new Database();
    Loader<Profile> loader = key -> database.profile(key.param("userId"));
    EntryKey user = profiles.key(Map.of("userId", 42L));

    show("first read", profiles.answer(user, loader));
    show("second read", profiles.answer(user, loader));

    database.name = "Grace";
    node.invalidate(new Target.Tag("user:42"));
    show("changed and invalidated", profiles.answer(user, loader));

    database.down = true;
    Thread.sleep(2_500); // the TTL is 2 s
    show("expired, database down", profiles.answer(user, loader));

    node.invalidate(new Target.Tag("user:42"));
    try {
      show("invalidated, database down", profiles.answer(user, loader));
    } catch (LoadFailedException e) {
      System.out.printf("%-28s%s%n", "invalidated, database down", e.getMessage());
    }
  }

  static void show(String what, Answer<Profile> answer) {
    System.out.printf(
        "%-28s%-8s%5d ms  %s%n", what, answer.source(), answer.age().toMillis(), answer.value());
  }
}
