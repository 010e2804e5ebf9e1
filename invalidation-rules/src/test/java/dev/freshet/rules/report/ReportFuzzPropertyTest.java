// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.rules.RuleBook;
import dev.freshet.rules.RuleSource;
import dev.freshet.rules.check.CheckReport;
import dev.freshet.rules.check.CheckReport.FailOn;
import dev.freshet.rules.check.CheckSettings;
import dev.freshet.rules.check.KnownOwners;
import dev.freshet.rules.check.RuleCheck;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.xml.sax.InputSource;

/** Whatever a file holds, it can be checked, and the reports can be read by what reads them. */
class ReportFuzzPropertyTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final CheckSettings SETTINGS =
      new CheckSettings(
          LocalDate.of(2026, 11, 20), CheckSettings.DEFAULT_RETENTION, KnownOwners.CODEOWNERS);

  @Property(tries = 500)
  void shouldReportOnMutilatedFiles(@ForAll("mutilated") String text) throws Exception {
    RuleSource source = new RuleSource("disables", "a:b,c.yaml", 0, text);

    CheckReport report = RuleCheck.check(RuleBook.compile(List.of(source)), SETTINGS);

    int all = report.issues().size() + report.suppressed().size();
    assertEquals(all, JSON.readTree(render(report, ReportFormat.JSON)).get("issues").size());
    assertEquals(
        all, JSON.readTree(render(report, ReportFormat.SARIF)).at("/runs/0/results").size());
    var xml =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(render(report, ReportFormat.JUNIT))));
    assertEquals(Math.max(1, all), xml.getElementsByTagName("testcase").getLength());
    List<String> lines = render(report, ReportFormat.GITHUB).lines().toList();
    assertEquals(report.issues().size() + 1, lines.size());
    String terminal = render(report, ReportFormat.TEXT);
    assertTrue(terminal.chars().allMatch(c -> c == '\n' || !Character.isISOControl(c)), terminal);
  }

  private static String render(CheckReport report, ReportFormat format) {
    return format.render(report, FailOn.WARN, false);
  }

  /** A file with every form of comment, one stretch of which is replaced. */
  @Provide
  Arbitrary<String> mutilated() throws Exception {
    String original = Files.readString(Path.of("src/test/resources/golden-check/disables.yaml"));
    Arbitrary<String> pieces =
        Arbitraries.oneOf(
            Arbitraries.of("'", "\"", "|\n", "{", "\n", "# rules:disable", "until", "--", "R069"),
            Arbitraries.of("\u0007", "\u001b[31m", "\"\\e\"", "\"\\ud800\"", "\"\\n::error::\""),
            Arbitraries.of("\uD83D\uDE00", "\u2028", "\u0085", "\uFFFF", "\uD800", "\r"),
            Arbitraries.strings().ofMaxLength(3));
    return Combinators.combine(
            Arbitraries.integers().between(0, original.length()),
            Arbitraries.integers().between(0, 12),
            pieces)
        .as(
            (start, length, piece) ->
                original.substring(0, start)
                    + piece
                    + original.substring(Math.min(start + length, original.length())));
  }
}
