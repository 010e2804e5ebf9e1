// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.source.jdbc;

import dev.freshet.cache.EntryKey;
import dev.freshet.events.avro.LoadingVia;
import dev.freshet.worker.LoaderDescription;
import dev.freshet.worker.SourceLoader;
import dev.freshet.worker.source.ConfiguredName;
import dev.freshet.worker.source.SourceException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Loads values from a database, a row for each. The query has the holes of the region's key, in one
 * of two forms:
 *
 * <ul>
 *   <li>{@code where user_id = :userId}: it is run for each key, and finds one row or none.
 *   <li>{@code where user_id = any(:userId[])}: it is run once for all keys of a batch. A hole is
 *       then an array of the values of all keys, in the same order for each hole; of several,
 *       PostgreSQL makes rows with {@code unnest(:tenant[]::text[], :userId[]::bigint[])}. Each row
 *       has the holes as columns, which say whose it is; rows of other keys are left out.
 * </ul>
 *
 * <p>PostgreSQL finds the type of a hole by itself wherever it could for a text in quotes.
 * Immutable and safe for any thread.
 */
public final class JdbcLoader<V> implements SourceLoader<V> {
  /** Most keys of a query if nothing else is said. */
  public static final int DEFAULT_BATCH = 500;

  private final JdbcSource source;
  private final NamedQuery query;
  private final RowMapper<V> mapper;
  private final LoaderDescription description;

  private JdbcLoader(
      JdbcSource source, NamedQuery query, RowMapper<V> mapper, LoaderDescription description) {
    this.source = source;
    this.query = query;
    this.mapper = mapper;
    this.description = description;
  }

  /**
   * Loads values that {@code mapper} makes of rows, up to {@link #DEFAULT_BATCH} at once.
   *
   * @param name of the query, for the registration of the node
   * @throws IllegalArgumentException if the name is none, or the query has no holes or both forms
   */
  public static <V> JdbcLoader<V> of(
      JdbcSource source, String name, String query, RowMapper<V> mapper) {
    LoaderDescription description =
        new LoaderDescription(
            LoadingVia.JDBC,
            source.name(),
            ConfiguredName.require("query", name),
            null,
            null,
            DEFAULT_BATCH);
    return new JdbcLoader<>(source, NamedQuery.parse(query), mapper, description);
  }

  /**
   * Loads values that are JSON objects with the columns of the row: numbers, texts, booleans, lists
   * for arrays, JSON as it is, times as ISO 8601, bytes as Base64. For regions of {@link
   * dev.freshet.cache.codec.Codec#jsonText}.
   *
   * @throws IllegalArgumentException as {@link #of}
   */
  public static JdbcLoader<byte[]> json(JdbcSource source, String name, String query) {
    return of(source, name, query, new JsonRow());
  }

  /**
   * The same within limits, which are said in the registration of the node.
   *
   * @param concurrency most loads at a time: how many connections there are; null if not known
   * @param maxBatch most keys of a query
   * @throws IllegalArgumentException if one is not greater than 0
   */
  public JdbcLoader<V> limited(@Nullable Integer concurrency, int maxBatch) {
    LoaderDescription limited =
        new LoaderDescription(
            LoadingVia.JDBC, source.name(), description.query(), concurrency, null, maxBatch);
    return new JdbcLoader<>(source, query, mapper, limited);
  }

  /**
   * The holes of a query, which are to be those of the region's key; each once.
   *
   * @throws IllegalArgumentException as {@link #of}
   */
  public static List<String> holes(String query) {
    return NamedQuery.parse(query).holes().stream().distinct().toList();
  }

  @Override
  public LoaderDescription description() {
    return description;
  }

  @Override
  public Map<EntryKey, V> loadAll(Set<EntryKey> keys) throws SourceException, InterruptedException {
    Map<EntryKey, V> values = new HashMap<>();
    ValueReader<V> reader = new ValueReader<>(source, query, mapper);
    long unused =
        source.<ValueReader.Row<V>>read(
            (session, handover) -> {
              for (List<EntryKey> batch : batches(List.copyOf(keys))) {
                reader.read(batch, session, handover);
              }
              return 0;
            },
            row -> values.put(row.key(), row.value()));
    return values;
  }

  private List<List<EntryKey>> batches(List<EntryKey> keys) {
    int size = Objects.requireNonNullElse(description.maxBatch(), DEFAULT_BATCH);
    List<List<EntryKey>> batches = new ArrayList<>();
    for (int start = 0; start < keys.size(); start += size) {
      batches.add(keys.subList(start, Math.min(keys.size(), start + size)));
    }
    return batches;
  }
}
