// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.local;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.cache.EntryKey;
import dev.freshet.cache.codec.Codec;
import dev.freshet.rules.job.JobDefinition;
import dev.freshet.rules.job.KeySource;
import dev.freshet.worker.FreshetNode;
import dev.freshet.worker.LoaderDescription;
import dev.freshet.worker.SourceLoader;
import dev.freshet.worker.source.KeyRows;
import dev.freshet.worker.source.RowSource;
import dev.freshet.worker.source.Sources;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Stands for the sources of the shipped services where there is no database: a node that loads from
 * it does the shipped warm-up jobs. Any key has a value, made of the key; any request for keys is
 * answered with the same few ids, whatever it asks for. Who really loads a region comes before it.
 * Immutable and safe for any thread.
 */
public final class ExampleSource implements SourceLoader<byte[]>, RowSource {
  /** The first of the ids that are listed. */
  static final long FIRST = 1_001;

  /** How many are listed. */
  static final int ROWS = 20;

  private static final LoaderDescription LAST = LoaderDescription.IN_PROCESS.withPriority(-1);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern NUMBER = Pattern.compile("0|[1-9]\\d{0,17}");

  private final List<JobDefinition> jobs;

  /** What is needed for these jobs: the regions that they warm, and the sources of their keys. */
  public ExampleSource(List<JobDefinition> jobs) {
    this.jobs = List.copyOf(jobs);
  }

  /** All databases and endpoints that the jobs name; each of them is this. */
  public Sources sources() {
    Map<String, RowSource> dataSources = new TreeMap<>();
    Map<String, RowSource> endpoints = new TreeMap<>();
    for (JobDefinition job : jobs) {
      if (job.keys() instanceof KeySource.Jdbc jdbc) {
        dataSources.put(jdbc.dataSource(), this);
      } else if (job.keys() instanceof KeySource.Http http) {
        endpoints.put(http.endpoint(), this);
      }
    }
    Sources.Builder all = Sources.builder();
    dataSources.forEach(all::dataSource);
    endpoints.forEach(all::endpoint);
    return all.build();
  }

  /** Has a node load the regions that the jobs warm, as far as they are declared there. */
  public void open(FreshetNode node) {
    List<String> declared = node.declaredRegions();
    jobs.stream()
        .map(job -> job.region().text())
        .distinct()
        .filter(declared::contains)
        .forEach(
            region -> {
              var unused = node.bulkRegion(region, Codec.jsonText(), this);
            });
  }

  @Override
  public LoaderDescription description() {
    return LAST;
  }

  /** The values of the key's holes, and a version: {@code {"userId":42,"version":1}}. */
  @Override
  public Map<EntryKey, byte[]> loadAll(Set<EntryKey> keys) throws IOException {
    Map<EntryKey, byte[]> values = new HashMap<>();
    for (EntryKey key : keys) {
      Map<String, Object> value = new LinkedHashMap<>();
      key.params().forEach((hole, param) -> value.put(hole, readable(param.toString())));
      value.put("version", 1);
      values.put(key, JSON.writeValueAsBytes(value));
    }
    return values;
  }

  private static Object readable(String text) {
    return NUMBER.matcher(text).matches() ? (Object) Long.valueOf(text) : text;
  }

  @Override
  public KeyRows rows(String request) {
    return (columns, maxRows, rows) -> {
      long most = Math.min(ROWS, maxRows);
      for (long id = FIRST; id < FIRST + most; id++) {
        Map<String, Object> row = new LinkedHashMap<>();
        for (String column : columns) {
          row.put(column, id);
        }
        rows.accept(row);
      }
      return ROWS - most;
    };
  }
}
