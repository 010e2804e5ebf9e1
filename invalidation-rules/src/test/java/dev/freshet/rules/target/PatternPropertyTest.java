// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.target;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.freshet.events.DomainEvent;
import dev.freshet.events.values.Target;
import dev.freshet.events.values.Template;
import dev.freshet.rules.schema.CoveredEvents;
import dev.freshet.rules.source.Issue;
import dev.freshet.rules.source.IssueCode;
import dev.freshet.rules.source.IssueLog;
import dev.freshet.rules.source.SourceText;
import dev.freshet.rules.source.Span;
import dev.freshet.rules.yaml.Scalar;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsReport;

/** The targets of a pattern cover exactly the keys that a glob over all keys would find. */
class PatternPropertyTest {
  private static final List<String> VALUES = List.of("V", "a", "ab", "b", "x:y", "");
  private static final DomainEvent EVENT =
      DomainEvent.of("1", "/s", "e", Map.of("p", "V", "q", "x:y", "r", "W"));

  /** One key of a region with the values in its holes. */
  private record Entry(RegionShape region, Map<String, String> values) {
    String key() {
      return region.key().expand(values::get);
    }

    boolean isCoveredBy(Target target) {
      if (target instanceof Target.Key key) {
        return key.key().equals(key());
      }
      if (target instanceof Target.Parameter parameter) {
        return parameter.region().equals(region.name())
            && Template.encode(values.get(parameter.hole())).equals(parameter.value());
      }
      return target instanceof Target.Region all && all.region().equals(region.name());
    }
  }

  @Property(tries = 20_000)
  @StatisticsReport(StatisticsReport.StatisticsReportMode.OFF)
  void shouldCoverExactlyTheKeysThatTheGlobFinds(
      @ForAll("keys") String one, @ForAll("keys") String two, @ForAll("patterns") String pattern)
      throws MissingFieldException {
    Assume.that(!pattern.equals("*"));
    List<RegionShape> regions = List.of(region("one", one), region("two", two));
    IssueLog issues = new IssueLog(new SourceText("f", pattern));
    Scalar text = new Scalar(new Span(0, pattern.length()), pattern, true, pattern);

    List<TargetTemplate> templates =
        new OutputCompiler(regions, CoveredEvents.unknown("e"), Set.of(), OnMissing.ERROR, issues)
            .pattern(text);

    Set<IssueCode> codes = issues.issues().stream().map(Issue::code).collect(Collectors.toSet());
    // Most random patterns fit nowhere: enough of them have to.
    Statistics.collect(codes.isEmpty());
    Statistics.coverage(
        coverage -> coverage.check(true).percentage(percentage -> percentage > 5.0));
    Assume.that(codes.isEmpty() || codes.equals(Set.of(IssueCode.UNALIGNED)));
    Set<Target> targets = new LinkedHashSet<>();
    for (TargetTemplate template : templates) {
      targets.add(template.expand(EVENT));
    }
    Pattern glob = glob(pattern);
    for (Entry entry : entries(regions)) {
      assertEquals(
          glob.matcher(entry.key()).matches(),
          targets.stream().anyMatch(entry::isCoveredBy),
          () -> pattern + " over " + entry + ": " + targets);
    }
  }

  /** A star in the middle stays within its segment, one at the end takes all that follows. */
  private static Pattern glob(String pattern) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (c == '*') {
        regex.append(i == pattern.length() - 1 ? ".*" : "[^:]*");
      } else if (c == '{') {
        int close = pattern.indexOf('}', i);
        regex.append(
            Pattern.quote(Template.encode(EVENT.data().get(pattern.substring(i + 1, close)))));
        i = close;
      } else {
        regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    return Pattern.compile(regex.toString());
  }

  private static List<Entry> entries(List<RegionShape> regions) {
    List<Entry> entries = new ArrayList<>();
    for (RegionShape region : regions) {
      List<Map<String, String>> assignments = List.of(Map.of());
      for (String hole : region.key().holes()) {
        List<Map<String, String>> longer = new ArrayList<>();
        for (Map<String, String> assignment : assignments) {
          for (String value : VALUES) {
            Map<String, String> with = new HashMap<>(assignment);
            with.put(hole, value);
            longer.add(with);
          }
        }
        assignments = longer;
      }
      assignments.forEach(values -> entries.add(new Entry(region, values)));
    }
    return entries;
  }

  private static RegionShape region(String name, String key) {
    return RegionShape.of(name, Template.parse(key), List.of());
  }

  @Provide
  Arbitrary<String> keys() {
    return segments(List.of("a", "ab", "b", "{}", "{}", "a{}", "{}b", "a{}b"), "hij", 1);
  }

  @Provide
  Arbitrary<String> patterns() {
    return segments(
        List.of("a", "ab", "b", "*", "*", "{}", "{}", "a*", "*b", "a{}", "a*b", "ab{}"), "pqr", 1);
  }

  /** One to three segments, whose holes take the letters of {@code names} in order. */
  private static Arbitrary<String> segments(List<String> choices, String names, int least) {
    return Arbitraries.of(choices)
        .list()
        .ofMinSize(least)
        .ofMaxSize(3)
        .map(
            segments -> {
              StringBuilder text = new StringBuilder();
              for (int i = 0; i < segments.size(); i++) {
                text.append(i == 0 ? "" : ":");
                text.append(segments.get(i).replace("{}", "{" + names.charAt(i) + "}"));
              }
              return text.toString();
            });
  }
}
