// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import dev.freshet.cache.Region;
import dev.freshet.rules.RegionCatalog;
import dev.freshet.worker.FreshetNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The Java of the documents: {@link DocumentationIT} looks for it here, javac checks it. */
final class Snippets {
  /** What the examples cache. */
  record History(long userId) {}

  /** Where the examples load from. */
  interface Database {
    History history(long userId);
  }

  private Snippets() {}

  static @Nullable History embedANode(RegionCatalog regions, Database database) {
    FreshetNode node =
        FreshetNode.builder("payment-api-1")
            .kafka("localhost:9092")
            .registry("http://localhost:8081")
            .redis("redis://localhost:6379")
            .regions(regions)
            .start();
    Region<History> histories = node.region("payment:history", History.class);

    History history = histories.get(Map.of("userId", 42), key -> database.history(42));
    return history;
  }
}
