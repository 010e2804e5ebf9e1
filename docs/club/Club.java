// SPDX-License-Identifier: Apache-2.0

import dev.freshet.cache.EntryKey;
import dev.freshet.rules.RuleBook;
import dev.freshet.rules.RuleFiles;
import dev.freshet.rules.region.RegionDefinition;
import dev.freshet.worker.FreshetNode;
import dev.freshet.worker.LoadingRegion;
import dev.freshet.worker.source.RowSource;
import dev.freshet.worker.source.Sources;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/**
 * Does the jobs of rule files, on what {@code ./freshet dev} runs, until Ctrl-C. It needs no
 * database: any key has a value, and any query lists forty members.
 */
public final class Club {
  private static final int MEMBERS = 40;
  private static final int ACTIVE = 20;

  /** Stands for a database and for another service. */
  static final RowSource SOURCE =
      request ->
          (columns, maxRows, rows) -> {
            for (int member = 1; member <= MEMBERS; member++) {
              rows.accept(member(columns, member));
            }
            return 0; // beyond maxRows
          };

  /** In each hole of a key the number of the member. */
  static Map<String, Object> member(List<String> holes, int number) {
    Map<String, Object> row = new HashMap<>();
    holes.forEach(hole -> row.put(hole, number));
    return row;
  }

  static Map<EntryKey, String> load(Set<EntryKey> keys) {
    Map<EntryKey, String> values = new HashMap<>();
    for (EntryKey key : keys) {
      values.put(key, "value of " + key.text());
      System.out.println("loading " + key.text());
    }
    return values;
  }

  public static void main(String[] args) throws Exception {
    RuleBook book = RuleBook.compile(RuleFiles.read(Path.of(args[0]))).orThrow();
    try (FreshetNode node =
        FreshetNode.builder("club-1")
            .service("club")
            .kafka("localhost:9092")
            .registry("http://localhost:8081")
            .redis("redis://localhost:6379")
            .regions(book.regions())
            .jobs(book.jobs()) // those with onJoin
            .sources(Sources.builder().dataSource("club", SOURCE).endpoint("club", SOURCE).build())
            .start()) {
      Map<RegionDefinition, LoadingRegion<String>> opened = new HashMap<>();
      for (RegionDefinition region : book.regions().all()) {
        opened.put(region, node.bulkRegion(region.name(), String.class, Club::load));
      }
      node.awaitReady(Duration.ofSeconds(60));
      opened.forEach(Club::read);
      node.reportHotKeys(); // which it does every minute by itself
      System.out.println("ready; Ctrl-C ends it");
      new CountDownLatch(1).await();
    }
  }

  /** Half of the members come by themselves, so their keys are hot. */
  static void read(RegionDefinition definition, LoadingRegion<String> region) {
    for (int member = 1; member <= ACTIVE; member++) {
      region.get(member(definition.key().holes(), member));
    }
  }
}
