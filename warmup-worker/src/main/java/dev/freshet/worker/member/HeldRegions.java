// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.member;

import dev.freshet.events.avro.RegionLoading;
import dev.freshet.rules.region.RegionDefinition;
import java.util.List;
import java.util.Map;

/** What a node says of its regions. Safe for any thread. */
public interface HeldRegions {

  /** Those that may be opened; those that are open, as they were when they were opened. */
  List<RegionDefinition> held();

  /** Those that it can load by itself, and how. */
  List<RegionLoading> loaded();

  /** The revision of each rule set by which they are declared, by its name. */
  Map<String, Long> ruleSets();

  /** The names of those that are open otherwise than they are declared by now, or not any more. */
  List<String> outdated();
}
