// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.scaffold;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.freshet.rules.RuleBook;
import dev.freshet.rules.RuleSetFile;
import dev.freshet.rules.RuleSource;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CodeOwnersTest {
  @Test
  void shouldNameTheOwnersOfFilesAndTests() {
    List<RuleSetFile> files =
        Stream.of(
                file("./rules/b.yaml", "owner: payments@shop.example"),
                file("/rules/a.yml", "owner: \"@shop/orders\""),
                file("rules/of us/c.yaml", "owner: \"@shop\""))
            .toList();

    assertEquals(
        """
        # Made from the owners in the rule files by `freshet rules owners`.
        /rules/a.yml @shop/orders
        /rules/a.test.yaml @shop/orders
        /rules/b.yaml payments@shop.example
        /rules/b.test.yaml payments@shop.example
        /rules/of\\ us/c.yaml @shop
        /rules/of\\ us/c.test.yaml @shop
        """,
        CodeOwners.of(files));
  }

  @Test
  void shouldSayWhatIsMissing() {
    RuleSetFile name = file("rules/a.yaml", "owner: payment-service");
    RuleSetFile nobody = file("rules/b.yaml", "labels: {}");

    assertFalse(CodeOwners.canName(name));
    assertEquals(
        """
        # Made from the owners in the rule files by `freshet rules owners`.
        # /rules/a.yaml: found the owner 'payment-service', expected one that CODEOWNERS can name, such as @acme/payments or payments@acme.example
        # /rules/b.yaml: found no owner, expected one that CODEOWNERS can name, such as @acme/payments or payments@acme.example
        """,
        CodeOwners.of(List.of(name, nobody)));
  }

  private static RuleSetFile file(String path, String owner) {
    String text =
        "apiVersion: freshet.dev/v1\nkind: CacheRegions\nmetadata: {name: a, "
            + owner
            + "}\nregions: []\n";
    return RuleBook.compile(List.of(new RuleSource("a", path, 1, text))).files().get(0);
  }
}
