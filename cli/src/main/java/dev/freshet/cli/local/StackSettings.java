// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.local;

import dev.freshet.rules.RuleSource;
import dev.freshet.stack.Placement;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Where a local stack stands and what rules it begins with. A port that is empty is any free one.
 *
 * @param dataDirectory where state is kept; empty for a temporary place
 * @param kafkaPort of the broker
 * @param registryPort of the schema registry
 * @param redisPort of Redis
 * @param httpPort of the coordinator's health and metrics; empty for none
 * @param rules the rule sets that are stored
 * @param replace whether they replace those of their names that are there; if not, they are stored
 *     only where there were never any rules
 */
public record StackSettings(
    Optional<Path> dataDirectory,
    OptionalInt kafkaPort,
    OptionalInt registryPort,
    OptionalInt redisPort,
    OptionalInt httpPort,
    List<RuleSource> rules,
    boolean replace) {

  public StackSettings {
    rules = List.copyOf(rules);
  }

  /** Free ports, nothing kept, no HTTP. */
  public static StackSettings temporary(List<RuleSource> rules) {
    OptionalInt any = OptionalInt.empty();
    return new StackSettings(Optional.empty(), any, any, any, any, rules, false);
  }

  Placement placement(String server, OptionalInt port) {
    return new Placement(port, dataDirectory.map(directory -> directory.resolve(server)));
  }
}
