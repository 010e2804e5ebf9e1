// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.cases;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.freshet.events.DomainEvent;
import dev.freshet.events.values.Target;
import dev.freshet.rules.Compilation;
import dev.freshet.rules.RuleBook;
import dev.freshet.rules.ShippedRules;
import dev.freshet.rules.sample.EventFile;
import dev.freshet.rules.schema.EventTypes;
import dev.freshet.rules.source.IssueLog;
import dev.freshet.rules.source.SourceText;
import dev.freshet.rules.yaml.YamlNode;
import dev.freshet.rules.yaml.YamlReader;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/** Whatever events hold, the file that is written of them can be read, and its tests pass. */
class CaseWriterPropertyTest {
  private static final Compilation SHIPPED = RuleBook.compile(ShippedRules.load());
  private static final TestedRules RULES = new TestedRules(SHIPPED);

  @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
  void shouldWriteTestsThatPass(@ForAll("events") List<DomainEvent> events) {
    String text = CaseWriter.write(events, SHIPPED.book());

    IssueLog issues = new IssueLog(new SourceText("captured.test.yaml", text));
    CaseParser.Parsed parsed = CaseParser.parse(issues, EventTypes.NONE, file -> List.of());
    TestFile file = new TestFile("captured.test.yaml", RULES, parsed.tests());
    CaseReport report = CaseRun.run(new CaseSuite(List.of(file), List.of()), name -> true);

    assertEquals(List.of(), issues.issues(), text);
    assertEquals(events.size(), report.results().size());
    assertEquals(List.of(), report.failed(), text);
  }

  @Property(tries = 1_000, edgeCases = EdgeCasesMode.NONE)
  void shouldReadBackEveryValue(@ForAll("values") Object value) {
    Map<String, @Nullable Object> data = Map.of("field", value);
    String text = "{type: e, data: " + YamlText.tree(data) + "}";

    assertEquals(
        List.of(data), EventFile.read("e.yaml", text).stream().map(DomainEvent::data).toList());
  }

  @Property(tries = 1_000, edgeCases = EdgeCasesMode.NONE)
  void shouldReadBackEveryTarget(@ForAll("targets") Target target) {
    IssueLog issues = new IssueLog(new SourceText("t.yaml", "{" + TargetForm.write(target) + "}"));
    List<YamlNode> nodes = YamlReader.read(issues);

    assertEquals(target, TargetForm.read(nodes.get(0), issues), () -> issues.issues().toString());
  }

  private static Arbitrary<String> texts() {
    return Arbitraries.oneOf(
        Arbitraries.strings().ofMaxLength(8),
        Arbitraries.strings().ascii().ofMaxLength(8),
        Arbitraries.of(
            "42",
            "1e3",
            "true",
            "null",
            "~",
            "",
            " ",
            "a:",
            "a: b",
            "#x",
            "- a",
            "*",
            "\uD83D\uDE00",
            "\uFEFF",
            "\u2028",
            "\u0085",
            "é",
            "yes",
            "NaN",
            "2026-11-20",
            "a\tb",
            "\\",
            "\""));
  }

  @Provide
  Arbitrary<Object> values() {
    Arbitrary<Object> leaf =
        Arbitraries.oneOf(
            texts().map(text -> (Object) text),
            Arbitraries.longs().map(number -> (Object) number),
            Arbitraries.of(Long.MIN_VALUE, Long.MAX_VALUE).map(number -> (Object) number),
            Arbitraries.doubles().map(number -> (Object) number),
            Arbitraries.of(true, false).map(flag -> (Object) flag));
    Arbitrary<Object> tree =
        Arbitraries.oneOf(
            leaf,
            leaf.list().ofMaxSize(3).map(list -> (Object) list),
            Arbitraries.maps(texts(), leaf).ofMaxSize(3).map(map -> (Object) map));
    return Arbitraries.oneOf(
        tree,
        tree.list().ofMaxSize(3).map(list -> (Object) list),
        Arbitraries.maps(texts(), tree).ofMaxSize(3).map(map -> (Object) map));
  }

  @Provide
  Arbitrary<Target> targets() {
    Arbitrary<String> name =
        Arbitraries.strings().withChars("ab1_.-:").ofMinLength(1).ofMaxLength(5);
    Arbitrary<String> region = name.map("r"::concat);
    Arbitrary<String> text = texts().filter(t -> !t.isEmpty());
    return Arbitraries.oneOf(
        text.map(Target.Key::new),
        text.map(Target.Tag::new),
        text.map(Target.Scan::new),
        region.map(Target.Region::new),
        Combinators.combine(region, name, texts())
            .as((one, hole, value) -> new Target.Parameter(one, hole, value)),
        Arbitraries.just(Target.ALL));
  }

  @Provide
  Arbitrary<List<DomainEvent>> events() {
    Arbitrary<String> type =
        Arbitraries.of("payment.success", "payment.refunded", "user.updated", "document.x", "o");
    Arbitrary<String> id = texts().filter(text -> !text.isEmpty());
    Arbitrary<Map<String, Object>> data =
        Arbitraries.maps(
                Arbitraries.oneOf(
                    Arbitraries.of("userId", "billId", "amount", "documentId", "ssn"), texts()),
                Arbitraries.oneOf(
                    values(),
                    Arbitraries.of(BigDecimal.TEN, new BigDecimal("1.50"), Instant.EPOCH)))
            .ofMaxSize(5);
    return Combinators.combine(type, id, data)
        .as((oneType, oneId, fields) -> DomainEvent.of(oneId, "/s", oneType, withNull(fields)))
        .list()
        .ofMinSize(1)
        .ofMaxSize(4);
  }

  private static Map<String, @Nullable Object> withNull(Map<String, Object> fields) {
    Map<String, @Nullable Object> data = new LinkedHashMap<>(fields);
    List<@Nullable Object> list = new ArrayList<>();
    list.add(null);
    data.put("none", null);
    data.put("list", list);
    return data;
  }
}
