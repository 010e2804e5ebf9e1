// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker;

import dev.freshet.rules.Compilation;
import dev.freshet.rules.RegionCatalog;
import dev.freshet.rules.RuleBook;
import dev.freshet.rules.RuleSource;
import java.util.List;

/** A rule file of regions alone. */
final class RegionFile {
  private RegionFile() {}

  /** The file's regions, given as items of a list. */
  static Compilation compile(String items) {
    String head =
        """
        apiVersion: freshet.dev/v1
        kind: CacheRegions
        metadata: {name: users, owner: team-users}
        regions:
        """;
    return RuleBook.compile(List.of(new RuleSource("users", "users.yaml", 1, head + items)));
  }

  static RegionCatalog regions(String items) {
    return compile(items).orThrow().regions();
  }
}
