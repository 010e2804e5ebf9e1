// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.cases;

import dev.freshet.rules.RuleBook;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;

/** A directory with {@code shop.yaml}, whose rules a test writes, and {@code shop.test.yaml}. */
record Workbench(Path directory) {
  private static final String RULES =
      """
      apiVersion: freshet.dev/v1
      kind: CacheRegions
      metadata: {name: shop, owner: shop-team}
      regions:
        - {name: cart, key: "cart:{userId}", ttl: 1m, tags: ["user:{userId}"]}
        - {name: order, key: "order:{userId}:{orderId}", ttl: 1m}
      ---
      apiVersion: freshet.dev/v1
      kind: InvalidationRules
      metadata: {name: shop, owner: shop-team}
      rules:
      """;

  private static final String TESTS =
      """
      apiVersion: freshet.dev/v1
      kind: RuleTests
      tests:
      """;

  void rules(String rules) throws IOException {
    Files.writeString(directory.resolve("shop.yaml"), RULES + rules);
  }

  /** Replaces the tests, and runs all below the directory. */
  CaseReport run(String tests, Predicate<String> names) throws IOException {
    write("shop.test.yaml", tests);
    return CaseRun.run(CaseFiles.read(List.of(directory), RuleBook::compile), names);
  }

  void write(String file, String tests) throws IOException {
    Files.writeString(directory.resolve(file), TESTS + tests);
  }
}
