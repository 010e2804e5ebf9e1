// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.cases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.freshet.rules.Golden;
import dev.freshet.rules.RuleBook;
import dev.freshet.rules.cases.report.CaseJson;
import dev.freshet.rules.cases.report.CaseJunit;
import dev.freshet.rules.cases.report.CaseText;
import dev.freshet.rules.source.Location;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** The reports of {@code cases/shop}, to the letter. */
class CaseReportTest {
  private static final Path CASES = Path.of("src/test/resources/cases");

  private final CaseReport report = report("shop");

  @Test
  void shouldShowResultsAsText() throws IOException {
    String text =
        CaseText.results(report, true)
            + "\n"
            + CaseText.results(report, false)
            + "\n"
            + CaseText.coverage(report.coverage());

    Golden.check(CASES.resolve("shop.expected.txt"), text);
  }

  @Test
  void shouldShowResultsAsJunitXml() throws Exception {
    String xml = CaseJunit.render(report);

    Golden.check(CASES.resolve("shop.expected.xml"), xml);
    Element root = parse(xml).getDocumentElement();
    assertEquals("4", root.getAttribute("tests"));
    assertEquals("2", root.getAttribute("failures"));
    assertEquals(2, root.getElementsByTagName("testsuite").getLength());
  }

  @Test
  void shouldShowResultsAsJson() throws IOException {
    String json = CaseJson.render(report);

    Golden.check(CASES.resolve("shop.expected.json"), json);
    JsonNode root = new JsonMapper().readTree(json);
    assertEquals(2, root.get("failed").intValue());
    assertEquals(10, root.at("/tests/1/line").intValue());
  }

  @Test
  void shouldWriteXmlWhateverANameHolds() throws Exception {
    String name = "a\u0000b\"<&>'\n\t\uD83D\uDE00\uFFFF]]>\uD800";
    Location location = new Location("f & g", 1, 2);
    CaseResult result = new CaseResult("f & g", name, location, Duration.ZERO, List.of());

    String xml = CaseJunit.render(new CaseReport(List.of(result), new Coverage(List.of())));

    Element test = (Element) parse(xml).getElementsByTagName("testcase").item(0);
    assertEquals("a\uFFFDb\"<&>'\n\t\uD83D\uDE00\uFFFD]]>\uFFFD", test.getAttribute("name"));
    assertEquals("f & g", test.getAttribute("classname"));
  }

  @Test
  void shouldNotLetANameCommandTheTerminal() {
    Location location = new Location("f", 1, 2);
    Difference difference = new Difference.Missing(Difference.Part.SHADOW, "all: true", location);
    CaseResult result =
        new CaseResult("f", "a\u001B[31m\nb", location, Duration.ZERO, List.of(difference));

    String text = CaseText.results(new CaseReport(List.of(result), new Coverage(List.of())), false);

    assertTrue(
        text.startsWith("FAILED f:1:2: a\uFFFD[31m\uFFFDb: 1 missing, 0 unexpected\n"), text);
  }

  @Test
  void shouldSayThatThereIsNoTest() {
    CaseReport none = new CaseReport(List.of(), new Coverage(List.of()));

    assertEquals("found no test\n", CaseText.results(none, true));
    assertTrue(none.failed().isEmpty());
  }

  private static Document parse(String xml) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
  }

  /** Each test takes 1.5 ms by its clock. */
  private static CaseReport report(String directory) {
    AtomicLong nanos = new AtomicLong();
    try {
      List<Path> files = CaseFiles.find(List.of(CASES.resolve(directory)));
      return CaseRun.run(
          CaseFiles.read(files, RuleBook::compile), name -> true, () -> nanos.getAndAdd(1_500_000));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
