// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.target;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.events.DomainEvent;
import dev.freshet.events.values.Target;
import dev.freshet.events.values.Template;
import dev.freshet.rules.schema.CoveredEvents;
import dev.freshet.rules.source.IssueLog;
import dev.freshet.rules.source.SourceText;
import dev.freshet.rules.source.Span;
import dev.freshet.rules.yaml.Scalar;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;

/**
 * An event that lacks a field invalidates at least what it would have with the field. No key here
 * belongs to two regions: no value is 9.
 */
class WideningPropertyTest {
  private static final List<String> VALUES = List.of("1", "2");
  private static final List<RegionShape> REGIONS =
      List.of(region("abc", "k:{a}:{b}:{c}"), region("ab9", "k:{a}:{b}:9"), region("a", "k:{a}"));

  private record Entry(String region, Map<String, String> values, String key) {
    boolean isCoveredBy(Target target) {
      if (target instanceof Target.Key one) {
        return one.key().equals(key);
      }
      if (target instanceof Target.Parameter parameter) {
        return parameter.region().equals(region)
            && parameter.value().equals(values.get(parameter.hole()));
      }
      return target instanceof Target.Region all && all.region().equals(region);
    }
  }

  @Property(tries = 3_000)
  void shouldCoverWhatTheFieldWouldHaveNamed(
      @ForAll("outputs") String output,
      @ForAll("events") Map<String, String> whole,
      @ForAll("fields") Set<String> missing) {
    IssueLog issues = new IssueLog(new SourceText("f", output));
    var compiler =
        new OutputCompiler(REGIONS, CoveredEvents.unknown("e"), Set.of(), OnMissing.WIDEN, issues);
    Scalar text = new Scalar(new Span(0, output.length()), output, true, output);
    List<TargetTemplate> templates =
        output.contains("*") ? compiler.pattern(text) : compiler.key(text);
    Assume.that(!issues.hasErrors());
    Map<String, String> rest = new HashMap<>(whole);
    rest.keySet().removeAll(missing);

    List<Target> narrow = targets(templates, whole);
    List<Target> wide = targets(templates, rest);

    Statistics.label("widened").collect(!narrow.equals(wide));
    Statistics.label("widened")
        .coverage(coverage -> coverage.check(true).percentage(some -> some > 20.0));
    for (Entry entry : entries()) {
      if (narrow.stream().anyMatch(entry::isCoveredBy)) {
        assertTrue(wide.stream().anyMatch(entry::isCoveredBy), () -> entry + " " + wide);
      }
    }
  }

  private static List<Target> targets(List<TargetTemplate> templates, Map<String, String> data) {
    DomainEvent event = DomainEvent.of("1", "/s", "e", new HashMap<>(data));
    List<Target> targets = new ArrayList<>();
    for (TargetTemplate template : templates) {
      try {
        targets.add(template.expand(event));
      } catch (MissingFieldException e) {
        assertTrue(e.isAbsent());
        targets.addAll(template.widen(event));
      }
    }
    return targets;
  }

  @Provide
  Arbitrary<String> outputs() {
    return Arbitraries.of("{x}", "{y}", "{z}", "1", "9", "*", "3{x}")
        .list()
        .ofMinSize(1)
        .ofMaxSize(3)
        .filter(
            segments ->
                Stream.of("x", "y", "z")
                    .allMatch(
                        hole -> segments.stream().filter(one -> one.contains(hole)).count() <= 1))
        .map(segments -> "k:" + String.join(":", segments));
  }

  @Provide
  Arbitrary<Map<String, String>> events() {
    Arbitrary<String> value = Arbitraries.of(VALUES);
    return Combinators.combine(value, value, value).as((x, y, z) -> Map.of("x", x, "y", y, "z", z));
  }

  @Provide
  Arbitrary<Set<String>> fields() {
    return Arbitraries.of("x", "y", "z").set().ofMinSize(1);
  }

  private static List<Entry> entries() {
    return REGIONS.stream()
        .flatMap(
            region ->
                assignments(region.key().holes()).stream()
                    .map(
                        values ->
                            new Entry(region.name(), values, region.key().expand(values::get))))
        .collect(Collectors.toList());
  }

  private static List<Map<String, String>> assignments(List<String> holes) {
    List<Map<String, String>> all = List.of(Map.of());
    for (String hole : holes) {
      List<Map<String, String>> next = new ArrayList<>();
      for (Map<String, String> one : all) {
        for (String value : List.of("1", "2", "31", "32")) {
          Map<String, String> more = new HashMap<>(one);
          more.put(hole, value);
          next.add(more);
        }
      }
      all = next;
    }
    return all;
  }

  private static RegionShape region(String name, String key) {
    return RegionShape.of(name, Template.parse(key), List.of());
  }
}
