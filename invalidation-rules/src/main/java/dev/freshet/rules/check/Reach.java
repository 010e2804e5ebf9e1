// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.check;

import dev.freshet.events.values.MalformedTemplateException;
import dev.freshet.events.values.Template;
import dev.freshet.rules.check.RuleSets.FiledRegion;
import dev.freshet.rules.rule.OutputDefinition;
import dev.freshet.rules.target.KeyShape;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Compares what outputs invalidate, as far as that can be said without an event. */
final class Reach {
  private static final Pattern UNPREFIXED = Pattern.compile("\\{(?!data\\.|event\\.)");

  private final List<FiledRegion> regions;

  Reach(List<FiledRegion> regions) {
    this.regions = regions;
  }

  /** An output in one spelling: {@code {userId}} and {@code {data.userId}} read the same field. */
  static String spelling(OutputDefinition output) {
    String text = UNPREFIXED.matcher(output.text().text()).replaceAll("{data.");
    return output.kind() + " " + text;
  }

  /**
   * What the outputs of a rule invalidate.
   *
   * @param outputs by their spelling
   * @param whole the regions that they purge
   * @param everything whether they purge all regions
   */
  record Extent(Map<String, OutputDefinition> outputs, Set<String> whole, boolean everything) {}

  Extent extent(List<OutputDefinition> outputs) {
    Map<String, OutputDefinition> bySpelling = new LinkedHashMap<>();
    Set<String> whole = new HashSet<>();
    for (OutputDefinition output : outputs) {
      bySpelling.put(spelling(output), output);
      whole.addAll(whole(output));
    }
    boolean everything =
        outputs.stream().anyMatch(output -> output.kind() == OutputDefinition.Kind.ALL);
    return new Extent(bySpelling, whole, everything);
  }

  /** Whether some outputs invalidate all that others do. */
  boolean contains(Extent wide, Extent narrow) {
    return wide.everything()
        || narrow.outputs().entrySet().stream()
            .allMatch(
                output ->
                    wide.outputs().containsKey(output.getKey())
                        || isWithin(output.getValue(), wide.whole()));
  }

  private boolean isWithin(OutputDefinition output, Set<String> whole) {
    Set<String> touched = whole.isEmpty() ? Set.of() : touched(output);
    return !touched.isEmpty() && whole.containsAll(touched);
  }

  /** The regions of which an output invalidates every entry; of {@code all} it names none. */
  Set<String> whole(OutputDefinition output) {
    return switch (output.kind()) {
      case REGION -> Set.of(output.text().text());
      case PATTERN -> regionsWhere(output, KeyShape::coversAllOf);
      case KEY, TAG, SCAN, ALL -> Set.of();
    };
  }

  /** The regions in which an output can invalidate an entry; none where nobody can say. */
  private Set<String> touched(OutputDefinition output) {
    return switch (output.kind()) {
      case REGION -> Set.of(output.text().text());
      case KEY, PATTERN -> regionsWhere(output, KeyShape::fits);
      case TAG, SCAN, ALL -> Set.of();
    };
  }

  private interface Fit {
    boolean holds(KeyShape output, KeyShape region);
  }

  private Set<String> regionsWhere(OutputDefinition output, Fit fit) {
    KeyShape shape;
    try {
      shape = KeyShape.of(Template.parse(output.text().text()));
    } catch (MalformedTemplateException | KeyShape.MisplacedStarException e) {
      // The compiler has reported it.
      return Set.of();
    }
    Predicate<FiledRegion> fits = region -> fit.holds(shape, region.shape());
    return regions.stream()
        .filter(fits)
        .map(region -> region.region().name())
        .collect(Collectors.toSet());
  }
}
