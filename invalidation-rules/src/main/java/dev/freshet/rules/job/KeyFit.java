// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.job;

import dev.freshet.events.values.Template;
import java.util.Map;

/**
 * Tells which texts are keys of a region, with given values in some of their holes. Immutable and
 * safe for any thread.
 *
 * @param template of the region's keys
 * @param values by hole, as text; no key fits if the template lacks one of the holes
 */
public record KeyFit(Template template, Map<String, String> values) {

  public KeyFit {
    values = Map.copyOf(values);
  }

  /** Whether a text is such a key. */
  public boolean fits(String key) {
    return template
        .match(key)
        .filter(found -> found.entrySet().containsAll(values.entrySet()))
        .isPresent();
  }
}
