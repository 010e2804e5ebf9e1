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
 * @param http the ports of the coordinator
 * @param rules the rule sets that are stored
 * @param replace whether they replace those of their names that are there; if not, they are stored
 *     only where there were never any rules
 */
public record StackSettings(
    Optional<Path> dataDirectory,
    OptionalInt kafkaPort,
    OptionalInt registryPort,
    OptionalInt redisPort,
    Http http,
    List<RuleSource> rules,
    boolean replace) {

  /**
   * The ports of the coordinator; of each, empty for none and 0 for any free one.
   *
   * @param api of its API
   * @param management of health and metrics
   */
  public record Http(OptionalInt api, OptionalInt management) {
    /** Nothing is served. */
    public static final Http NONE = new Http(OptionalInt.empty(), OptionalInt.empty());
  }

  public StackSettings {
    rules = List.copyOf(rules);
  }

  /** Free ports, nothing kept, no HTTP. */
  public static StackSettings temporary(List<RuleSource> rules) {
    OptionalInt any = OptionalInt.empty();
    return new StackSettings(Optional.empty(), any, any, any, Http.NONE, rules, false);
  }

  Placement placement(String server, OptionalInt port) {
    return new Placement(port, dataDirectory.map(directory -> directory.resolve(server)));
  }
}
