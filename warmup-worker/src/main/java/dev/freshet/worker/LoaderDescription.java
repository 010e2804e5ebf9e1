// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker;

import dev.freshet.events.avro.LoadingVia;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a loader says of itself, for the registration of the node. Names only: never a URL, a
 * password or the text of a query. Immutable.
 *
 * @param via how it loads
 * @param source configured name of the data source or endpoint; null if it has none
 * @param query configured name of the query or request; null if it has none
 * @param maxConcurrency most loads at a time; null for any number
 * @param ratePerSecond most keys a second, over all nodes of the service; null for no limit
 * @param maxBatch most keys in one load; null for any number
 * @param priority of several services that can load the region, that with the highest is asked
 *     first; 0 for most
 */
public record LoaderDescription(
    LoadingVia via,
    @Nullable String source,
    @Nullable String query,
    @Nullable Integer maxConcurrency,
    @Nullable Double ratePerSecond,
    @Nullable Integer maxBatch,
    int priority) {

  /** A loader in the service's own code, which knows no limit. */
  public static final LoaderDescription IN_PROCESS =
      new LoaderDescription(LoadingVia.IN_PROCESS, null, null, null, null, null);

  /** Of priority 0. */
  public LoaderDescription(
      LoadingVia via,
      @Nullable String source,
      @Nullable String query,
      @Nullable Integer maxConcurrency,
      @Nullable Double ratePerSecond,
      @Nullable Integer maxBatch) {
    this(via, source, query, maxConcurrency, ratePerSecond, maxBatch, 0);
  }

  /**
   * Checks the limits.
   *
   * @throws IllegalArgumentException if one is not greater than 0
   */
  public LoaderDescription {
    Objects.requireNonNull(via, "via");
    requirePositive("maxConcurrency", maxConcurrency);
    requirePositive("ratePerSecond", ratePerSecond);
    requirePositive("maxBatch", maxBatch);
  }

  /** The same of another priority, which may be below 0. */
  public LoaderDescription withPriority(int value) {
    return new LoaderDescription(
        via, source, query, maxConcurrency, ratePerSecond, maxBatch, value);
  }

  private static void requirePositive(String name, @Nullable Number value) {
    if (value != null && !(value.doubleValue() > 0)) {
      throw new IllegalArgumentException(
          "loader: " + name + ": found " + value + ", expected more than 0");
    }
  }
}
