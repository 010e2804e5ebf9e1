// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.harness.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.benchmarks.harness.Figure;
import dev.freshet.benchmarks.harness.Figure.Verdict;
import dev.freshet.benchmarks.harness.Report;
import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** What is drawn, as an XML parser reads it. */
class ChartTest {
  private static final double FULL = 420;

  @Test
  void shouldDrawABarForEachFigureByItsValue() throws Exception {
    List<Element> bars =
        bars(
            chart(
                figure("Caffeine", "time", "ns/op", 20, null),
                figure("Region.get", "time", "ns/op", 40, "Caffeine"),
                figure("Region.get", "allocation", "B/op", 0, null)));

    assertEquals(List.of("reference", "subject", "subject"), styles(bars));
    // The longest reading, 44, is the whole length.
    assertEquals(FULL * 20 / 44, number(bars.get(0), "width"), 0.1);
    assertEquals(FULL * 40 / 44, number(bars.get(1), "width"), 0.1);
    assertEquals(0, number(bars.get(2), "width"), 0.1);
  }

  @Test
  void shouldMarkTheReferenceInTheRowOfWhatIsBesideIt() throws Exception {
    Document chart =
        chart(
            figure("Caffeine", "time", "ns/op", 20, null),
            figure("Region.get", "time", "ns/op", 40, "Caffeine"));

    List<Element> marks = byClass(chart, "line", "beside");
    Element reference = bars(chart).get(0);
    Element subject = bars(chart).get(1);
    assertEquals(1, marks.size());
    assertEquals(
        number(reference, "x") + number(reference, "width"), number(marks.get(0), "x1"), 0.2);
    assertTrue(number(marks.get(0), "y1") < number(subject, "y"));
    assertTrue(number(marks.get(0), "y1") > number(reference, "y"));
  }

  @Test
  void shouldSpanAllReadingsWithTheWhisker() throws Exception {
    Document chart = chart(figure("Region.get", "time", "ns/op", 40, null));

    Element bar = bars(chart).get(0);
    Element whisker = byClass(chart, "line", "spread").get(0);

    assertEquals(number(bar, "x") + FULL * 36 / 44, number(whisker, "x1"), 0.1);
    assertEquals(number(bar, "x") + FULL, number(whisker, "x2"), 0.1);
  }

  @Test
  void shouldGoByPowersOfTenWhereValuesLieFarApart() throws Exception {
    Document chart =
        chart(figure("a", "p50", "us", 1, null), figure("b", "p50", "us", 10_000, null));

    List<Element> bars = bars(chart);
    assertTrue(texts(chart).contains("p50, us, log scale"), () -> texts(chart).toString());
    // From 0.1 to 100,000, where the largest reading ends: six powers of ten.
    assertEquals(FULL / 6, number(bars.get(0), "width"), 0.1);
    assertEquals(FULL * 5 / 6, number(bars.get(1), "width"), 0.1);
  }

  @Test
  void shouldShowAMissedBudget() throws Exception {
    Figure missed =
        new Figure(
            "s",
            "a",
            "p50",
            number(3),
            "us",
            null,
            null,
            3,
            number(3),
            number(3),
            "<= 2 us",
            Verdict.MISS);

    Document chart = chart(missed);

    assertEquals(List.of("miss"), styles(bars(chart)));
    assertTrue(texts(chart).contains("3 us (<= 2 us: MISS)"), () -> texts(chart).toString());
  }

  @Test
  void shouldHaveRoomForTheLongestValue() throws Exception {
    String unit = "keys that are wrong, of a thousand cycles, and many more words";

    Document chart = chart(figure("a", "wrong", unit, 1, "b"), figure("b", "wrong", unit, 1, null));

    Element value = byClass(chart, "text", "value").get(0);
    double end = number(value, "x") + 6 * value.getTextContent().length();
    assertTrue(end < number(chart.getDocumentElement(), "width"), value.getTextContent());
  }

  @Test
  void shouldShowTextsAsTheyAre() throws Exception {
    String odd = "a < b & \"c\" > 'd'";

    assertTrue(texts(chart(figure(odd, "p50", "us", 1, null))).contains(odd));
  }

  private static Document chart(Figure... figures) throws Exception {
    String svg = Chart.svg(new Report.Part("s", "A <title>", List.of(figures)));
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
  }

  /** A figure whose readings lie a tenth below and above it. */
  private static Figure figure(
      String subject, String metric, String unit, int value, @Nullable String reference) {
    return new Figure(
        "s",
        subject,
        metric,
        number(value),
        unit,
        reference,
        reference == null ? null : number(2),
        3,
        number(0.9 * value),
        number(1.1 * value),
        null,
        null);
  }

  private static BigDecimal number(double value) {
    return BigDecimal.valueOf(value).stripTrailingZeros();
  }

  private static List<Element> bars(Document chart) {
    return all(chart, "rect").stream().filter(each -> each.hasAttribute("class")).toList();
  }

  private static List<String> styles(List<Element> elements) {
    return elements.stream().map(each -> each.getAttribute("class")).toList();
  }

  private static List<Element> byClass(Document chart, String tag, String style) {
    return all(chart, tag).stream()
        .filter(each -> each.getAttribute("class").equals(style))
        .toList();
  }

  private static List<String> texts(Document chart) {
    return all(chart, "text").stream().map(Element::getTextContent).toList();
  }

  private static List<Element> all(Document chart, String tag) {
    NodeList found = chart.getElementsByTagName(tag);
    return IntStream.range(0, found.getLength()).mapToObj(i -> (Element) found.item(i)).toList();
  }

  private static double number(Element element, String attribute) {
    return Double.parseDouble(element.getAttribute(attribute));
  }
}
