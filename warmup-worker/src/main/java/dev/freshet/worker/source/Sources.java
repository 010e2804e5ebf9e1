// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.source;

import dev.freshet.events.avro.EndpointKeys;
import dev.freshet.events.avro.QueryKeys;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The databases and endpoints that a node knows by name. The sources stay those of who made them,
 * who closes them after the node. Immutable and safe for any thread.
 */
public final class Sources {
  /** Of a node that knows none. */
  public static final Sources NONE = builder().build();

  private final Map<String, RowSource> dataSources;
  private final Map<String, RowSource> endpoints;

  private Sources(Builder builder) {
    this.dataSources = Map.copyOf(builder.dataSources);
    this.endpoints = Map.copyOf(builder.endpoints);
  }

  /** Starts with none. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * The rows of a query; nothing is read yet.
   *
   * @throws UnknownSourceException if the node has no data source of this name
   * @throws SourceException if the data source does not take the query
   */
  public KeyRows rows(QueryKeys keys) throws SourceException {
    return find("data source", keys.getDataSource(), dataSources).rows(keys.getQuery());
  }

  /**
   * The rows of an answer; nothing is read yet.
   *
   * @throws UnknownSourceException if the node has no endpoint of this name
   * @throws SourceException if the endpoint does not take the path
   */
  public KeyRows rows(EndpointKeys keys) throws SourceException {
    return find("endpoint", keys.getEndpoint(), endpoints).rows(keys.getPath());
  }

  private static RowSource find(String kind, String name, Map<String, RowSource> known)
      throws UnknownSourceException {
    RowSource found = known.get(name);
    if (found == null) {
      throw new UnknownSourceException(
          kind
              + " "
              + name
              + ": is not known here, expected "
              + (known.isEmpty()
                  ? "none: there are none"
                  : "one of " + new TreeSet<>(known.keySet())));
    }
    return found;
  }

  /** Collects sources. Not safe for concurrent use. */
  public static final class Builder {
    private final Map<String, RowSource> dataSources = new TreeMap<>();
    private final Map<String, RowSource> endpoints = new TreeMap<>();

    private Builder() {}

    /**
     * A database.
     *
     * @throws IllegalArgumentException if the name is taken
     */
    public Builder dataSource(String name, RowSource source) {
      return add("data source", name, source, dataSources);
    }

    /**
     * An HTTP endpoint.
     *
     * @throws IllegalArgumentException if the name is taken
     */
    public Builder endpoint(String name, RowSource source) {
      return add("endpoint", name, source, endpoints);
    }

    private Builder add(String kind, String name, RowSource source, Map<String, RowSource> all) {
      if (all.putIfAbsent(name, source) != null) {
        throw new IllegalArgumentException(
            kind + " " + name + ": found a second one, expected one of a name");
      }
      return this;
    }

    /** All that were added. */
    public Sources build() {
      return new Sources(this);
    }
  }
}
