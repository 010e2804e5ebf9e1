// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.target;

import dev.freshet.events.values.Template;
import java.util.List;

/**
 * What outputs of rules need to know of a region. Immutable and safe for any thread.
 *
 * @param name the region's name
 * @param key its key template
 * @param keyShape the same, cut into segments
 * @param tagShapes its tags, cut into segments
 */
public record RegionShape(String name, Template key, KeyShape keyShape, List<KeyShape> tagShapes) {

  /** Cuts a region's templates. */
  public static RegionShape of(String name, Template key, List<Template> tags) {
    return new RegionShape(name, key, KeyShape.of(key), tags.stream().map(KeyShape::of).toList());
  }
}
