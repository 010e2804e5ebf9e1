// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.warmup.history;

import dev.freshet.events.values.Template;
import dev.freshet.events.warmup.HotKeyMerge;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The keys that nodes have served most, as each said last, in one ranking ({@link HotKeyMerge}).
 *
 * <p>Bounded: the reports that are oldest go first. One thread.
 */
public final class HotReports {
  /** As long as their topic keeps them. A node that lives has said it again since. */
  static final Duration KEEP = Duration.ofHours(1);

  static final int MOST_REPORTS = 10_000;

  /** Of one report. */
  public static final int MOST_KEYS = 10_000;

  /** By who has said it, the oldest first. */
  private final Map<String, Report> reports = new LinkedHashMap<>();

  private final Map<String, Ranking> rankings = new HashMap<>();

  private record Report(String region, List<String> keys, Duration heard) {}

  /** The keys of a region, hottest first; and by what stands in their holes, once asked for. */
  private record Ranking(List<String> keys, Map<Template, Map<String, List<String>>> byValue) {}

  /**
   * A node has said what it serves.
   *
   * @param reporter the node and the region; what it said before is forgotten
   * @param keys hottest first
   * @return the reporters who are forgotten for it
   */
  public List<String> heard(String reporter, String region, List<String> keys, Duration now) {
    forget(reporter);
    reports.put(
        reporter,
        new Report(region, List.copyOf(keys.subList(0, Math.min(keys.size(), MOST_KEYS))), now));
    rankings.remove(region);
    return forgetIf(report -> reports.size() > MOST_REPORTS);
  }

  /** What somebody has said does not hold any more. */
  public void forget(String reporter) {
    Report report = reports.remove(reporter);
    if (report != null) {
      rankings.remove(report.region());
    }
  }

  /** Forgets what is too old; returns who said it. */
  public List<String> age(Duration now) {
    return forgetIf(report -> now.minus(report.heard()).compareTo(KEEP) > 0);
  }

  /** Looks at the oldest first, and no further than it must. */
  private List<String> forgetIf(Predicate<Report> condition) {
    List<String> forgotten = new ArrayList<>();
    Iterator<Map.Entry<String, Report>> all = reports.entrySet().iterator();
    while (all.hasNext()) {
      Map.Entry<String, Report> next = all.next();
      if (!condition.test(next.getValue())) {
        break;
      }
      rankings.remove(next.getValue().region());
      forgotten.add(next.getKey());
      all.remove();
    }
    return forgotten;
  }

  /** The keys of a region, hottest first. */
  public List<String> hottest(String region) {
    return ranking(region).keys();
  }

  /** The keys of a region by the word of some reporters, hottest first. */
  public List<String> hottest(String region, Predicate<String> reporter) {
    return merged(region, reporter);
  }

  /**
   * The keys of a region with these values in their holes, hottest first.
   *
   * @param template of its keys
   * @param values by hole, as text; at least one
   */
  public List<String> fitting(String region, Template template, Map<String, String> values) {
    Map<String, List<String>> index =
        ranking(region).byValue().computeIfAbsent(template, any -> index(region, template));
    Map.Entry<String, String> first = values.entrySet().iterator().next();
    return index.getOrDefault(place(first.getKey(), first.getValue()), List.of()).stream()
        .filter(
            key ->
                template
                    .match(key)
                    .filter(found -> found.entrySet().containsAll(values.entrySet()))
                    .isPresent())
        .toList();
  }

  private Map<String, List<String>> index(String region, Template template) {
    Map<String, List<String>> index = new HashMap<>();
    for (String key : hottest(region)) {
      template
          .match(key)
          .ifPresent(
              values ->
                  values.forEach(
                      (hole, value) ->
                          index
                              .computeIfAbsent(place(hole, value), any -> new ArrayList<>())
                              .add(key)));
    }
    return index;
  }

  /** No name of a hole has an equals sign. */
  private static String place(String hole, String value) {
    return hole + "=" + value;
  }

  private Ranking ranking(String region) {
    return rankings.computeIfAbsent(
        region, name -> new Ranking(merged(name, reporter -> true), new HashMap<>()));
  }

  private List<String> merged(String region, Predicate<String> reporter) {
    return HotKeyMerge.merge(
        reports.entrySet().stream()
            .filter(report -> report.getValue().region().equals(region))
            .filter(report -> reporter.test(report.getKey()))
            .map(report -> report.getValue().keys())
            .toList(),
        Integer.MAX_VALUE);
  }
}
