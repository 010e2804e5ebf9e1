// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.invalidations;

import dev.freshet.events.avro.RegionHolding;
import dev.freshet.events.values.MalformedTemplateException;
import dev.freshet.events.values.Template;
import dev.freshet.registry.RegistrySnapshot;
import dev.freshet.rules.RuleBook;
import dev.freshet.rules.target.KeyShape.MisplacedStarException;
import dev.freshet.rules.target.RegionShape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All regions that are known: those of rule files, and those that only members declare. Pure. */
final class RegionsInForce {
  private RegionsInForce() {}

  /** The regions; where a member says something else than a rule file, the rule file counts. */
  static List<RegionShape> of(RuleBook book, RegistrySnapshot members) {
    Map<String, RegionShape> shapes = new LinkedHashMap<>();
    book.regions()
        .all()
        .forEach(
            region ->
                shapes.put(
                    region.name(), RegionShape.of(region.name(), region.key(), region.tags())));
    members
        .live()
        .flatMap(member -> member.entry().getRegistration().getCapabilities().stream())
        .filter(RegionHolding.class::isInstance)
        .map(RegionHolding.class::cast)
        .forEach(holding -> shapes.computeIfAbsent(holding.getRegion(), name -> shape(holding)));
    return List.copyOf(shapes.values());
  }

  /** Null, and so no region, if a member has registered what is no template. */
  private static @Nullable RegionShape shape(RegionHolding holding) {
    try {
      return RegionShape.of(
          holding.getRegion(),
          Template.parse(holding.getKeyTemplate()),
          holding.getTags().stream().map(Template::parse).toList());
    } catch (MalformedTemplateException | MisplacedStarException e) {
      return null;
    }
  }
}
