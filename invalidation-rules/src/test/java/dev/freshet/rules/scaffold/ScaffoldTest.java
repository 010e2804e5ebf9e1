// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.scaffold;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.rules.Compilation;
import dev.freshet.rules.RuleBook;
import dev.freshet.rules.RuleFiles;
import dev.freshet.rules.cases.CaseFiles;
import dev.freshet.rules.cases.CaseReport;
import dev.freshet.rules.cases.CaseRun;
import dev.freshet.rules.check.CheckSettings;
import dev.freshet.rules.check.RuleCheck;
import dev.freshet.rules.format.RuleFormat;
import dev.freshet.rules.schema.EventTypes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScaffoldTest {
  @TempDir private Path directory = Path.of("");

  @ParameterizedTest
  @CsvSource({
    "orders, @shop, order.shipped",
    "shop:orders, Ann O'Neill <ann@shop.example>, 'order:{shipped},[late]'",
    "1.10, '#7', true",
    "a, \\, '#x#'",
  })
  void shouldGiveAFileThatChecksAndTestsThatPass(String name, String owner, String event)
      throws IOException {
    Map<String, String> files = Scaffold.of(name, owner, event);

    for (var file : files.entrySet()) {
      Files.writeString(directory.resolve(file.getKey()), file.getValue());
    }
    Compilation compilation = RuleBook.compile(RuleFiles.read(directory));
    assertEquals(List.of(), compilation.allIssues());
    assertEquals(owner, compilation.files().get(0).owner());
    var settings = CheckSettings.on(LocalDate.of(2026, 11, 20));
    assertEquals(List.of(), RuleCheck.check(compilation, settings).issues());
    var suite = CaseFiles.read(List.of(directory), EventTypes.NONE);
    CaseReport report = CaseRun.run(suite, any -> true);
    assertEquals(List.of(), report.failed());
    assertEquals("1 rule, 1 tested: 100%", report.coverage().summary());
  }

  @Test
  void shouldTellEditorsWhereTheSchemasAre() {
    Map<String, String> files = Scaffold.of("orders", "@shop", "order.shipped");

    assertEquals(
        List.of("orders.yaml", "orders.test.yaml", "rules.schema.json", "tests.schema.json"),
        List.copyOf(files.keySet()));
    String rules = Objects.requireNonNull(files.get("orders.yaml"));
    assertTrue(
        rules.startsWith(
            "# yaml-language-server: $schema=rules.schema.json\n# $schema: rules.schema.json\n\n"));
    String tests = Objects.requireNonNull(files.get("orders.test.yaml"));
    assertTrue(tests.startsWith("# yaml-language-server: $schema=tests.schema.json\n"));
    assertEquals(rules, RuleFormat.format("orders.yaml", rules));
    assertEquals(tests, RuleFormat.format("orders.test.yaml", tests));
  }

  @ParameterizedTest
  @CsvSource({
    "a b, o, e, name: found 'a b'",
    "'', o, e, name: found ''",
    "a, ' ', e, owner: found ' '",
    "a, 'x\ny', e, owner: found 'x",
    "a, o, order.*, event type: found 'order.*'",
    "a, o, a b, event type: found 'a b'",
  })
  void shouldRefuseNamesThatAreNone(String name, String owner, String event, String message) {
    var refused =
        assertThrows(IllegalArgumentException.class, () -> Scaffold.of(name, owner, event));

    assertTrue(String.valueOf(refused.getMessage()).startsWith(message), refused::toString);
  }
}
