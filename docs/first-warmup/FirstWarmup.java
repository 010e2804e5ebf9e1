// SPDX-License-Identifier: Apache-2.0

import dev.freshet.cache.Answer;
import dev.freshet.cache.EntryKey;
import dev.freshet.events.DomainEvent;
import dev.freshet.events.EventPublisher;
import dev.freshet.events.values.Receipt;
import dev.freshet.rules.RegionCatalog;
import dev.freshet.rules.RuleBook;
import dev.freshet.rules.RuleFiles;
import dev.freshet.worker.FreshetNode;
import dev.freshet.worker.LoadingRegion;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** An entry goes stale and is warm again before anybody asks, on what {@code ./freshet dev} runs. */
public final class FirstWarmup {
  record Member(long userId, String name) {}

  /** Stands for a database. */
  static final Map<Long, String> DATABASE = new ConcurrentHashMap<>(Map.of(42L, "Ada"));

  static Map<EntryKey, Member> load(Set<EntryKey> keys) {
    Map<EntryKey, Member> members = new HashMap<>();
    for (EntryKey key : keys) {
      long userId = Long.parseLong(String.valueOf(key.param("userId")));
      System.out.printf("%-12s%s%n", "loading", key.text());
      members.put(key, new Member(userId, DATABASE.get(userId)));
    }
    return members;
  }

  public static void main(String[] args) throws Exception {
    RegionCatalog regions =
        RuleBook.compile(RuleFiles.read(Path.of("docs/first-warmup"))).orThrow().regions();
    try (FreshetNode node =
            FreshetNode.builder("first-warmup-1")
                .kafka("localhost:9092")
                .registry("http://localhost:8081")
                .redis("redis://localhost:6379")
                .regions(regions)
                .start();
        EventPublisher events =
            EventPublisher.builder("localhost:9092")
                .schemaRegistry("http://localhost:8081")
                .build()) {
      LoadingRegion<Member> members =
          node.bulkRegion("first:member", Member.class, FirstWarmup::load);
      node.awaitReady(Duration.ofSeconds(30));
      EntryKey user = members.region().key(Map.of("userId", 42L));
      show("first read", members.region().answer(user, members.loader()));

      DATABASE.put(42L, "Grace");
      Receipt receipt = events.publish(changed(42L)).get(30, TimeUnit.SECONDS);
      node.awaitApplied(receipt, Duration.ofSeconds(30));
      System.out.printf("%-12s%s%n", "stale", user.text());

      while (members.region().getIfPresent(user) == null) { // which never loads
        Thread.sleep(10);
      }
      show("warm again", members.region().answer(user, members.loader()));
    }
  }

  static DomainEvent changed(long userId) {
    return DomainEvent.of(
        UUID.randomUUID().toString(), "/first", "first.member.changed", Map.of("userId", userId));
  }

  static void show(String what, Answer<Member> answer) {
    System.out.printf("%-12s%-8s%s%n", what, answer.source(), answer.value());
  }
}
