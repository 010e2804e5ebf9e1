// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.job;

import dev.freshet.rules.yaml.Scalar;
import java.util.List;

/** Where the keys of a warm-up job come from. Immutable and safe for any thread. */
public sealed interface KeySource {

  /** The keys themselves. */
  record Listed(List<Scalar> keys) implements KeySource {
    public Listed {
      keys = List.copyOf(keys);
    }
  }

  /**
   * A query, whose columns are named like the holes of the region's key.
   *
   * @param dataSource a name that the workers know
   * @param query SQL
   */
  record Jdbc(String dataSource, Scalar query) implements KeySource {}

  /**
   * An endpoint that answers with a JSON list of objects.
   *
   * @param endpoint a name that the workers know
   * @param path below it
   */
  record Http(String endpoint, String path) implements KeySource {}

  /**
   * What the rule of the trigger has invalidated.
   *
   * @param text where it is written
   */
  record Invalidated(Scalar text) implements KeySource {}

  /**
   * The keys that were read most.
   *
   * @param count how many
   */
  record Hottest(long count) implements KeySource {}

  /** The keys that other nodes hold now. */
  record Peers() implements KeySource {}

  /**
   * The keys that were read most at this hour on earlier days.
   *
   * @param count how many
   */
  record Predicted(long count) implements KeySource {}
}
