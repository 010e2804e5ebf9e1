// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.sources;

import dev.freshet.cache.codec.Codec;
import dev.freshet.cli.config.WrongSettingsException;
import dev.freshet.cli.local.Closer;
import dev.freshet.rules.RegionCatalog;
import dev.freshet.rules.region.RegionDefinition;
import dev.freshet.worker.FreshetNode;
import dev.freshet.worker.SourceLoader;
import dev.freshet.worker.source.Sources;
import dev.freshet.worker.source.http.EndpointSettings;
import dev.freshet.worker.source.http.HttpEndpoint;
import dev.freshet.worker.source.http.HttpLoader;
import dev.freshet.worker.source.jdbc.JdbcLoader;
import dev.freshet.worker.source.jdbc.JdbcSource;
import dev.freshet.worker.source.jdbc.Pools;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The sources of a worker, open: pools and clients that connect when they are asked. Close it after
 * the node. Not safe for concurrent use, but for what it gives out.
 */
public final class WorkerSources implements AutoCloseable {
  private final SourcesFile file;
  private final Closer closer = new Closer();
  private final Map<String, JdbcSource> databases = new HashMap<>();
  private final Map<String, HttpEndpoint> endpoints = new HashMap<>();

  /** Those that are not opened yet, by region. */
  private final Map<String, SourceLoader<byte[]>> waiting = new LinkedHashMap<>();

  private final Sources sources;

  private WorkerSources(SourcesFile file) {
    this.file = file;
    Sources.Builder named = Sources.builder();
    List<String> problems = new ArrayList<>();
    file.dataSources().values().forEach(each -> open(each, named, problems));
    file.endpoints().values().forEach(each -> open(each, named));
    if (!problems.isEmpty()) {
      close();
      throw new WrongSettingsException(problems);
    }
    file.loaders().forEach(loader -> waiting.put(loader.region(), loader(loader)));
    this.sources = named.build();
  }

  /**
   * Opens what a file names. Nothing connects here.
   *
   * @throws WrongSettingsException if there is no driver for a database
   */
  public static WorkerSources open(SourcesFile file) {
    return new WorkerSources(file);
  }

  private void open(SourcesFile.DataSource each, Sources.Builder named, List<String> problems) {
    try {
      JdbcSource source =
          JdbcSource.of(
                  each.name(),
                  closer.add(
                      Pools.open(
                          each.name(), each.url(), each.user(), each.password(), each.poolSize())))
              .withTimeout(each.timeout());
      databases.put(each.name(), source);
      var unused = named.dataSource(each.name(), source);
    } catch (IllegalArgumentException e) {
      problems.add(String.valueOf(e.getMessage()));
    }
  }

  private void open(EndpointSettings each, Sources.Builder named) {
    HttpEndpoint endpoint = closer.add(HttpEndpoint.open(each));
    endpoints.put(each.name(), endpoint);
    var unused = named.endpoint(each.name(), endpoint);
  }

  private SourceLoader<byte[]> loader(SourcesFile.Loader loader) {
    if (loader instanceof SourcesFile.Loader.Jdbc jdbc) {
      String name = jdbc.dataSource();
      return JdbcLoader.json(named(name, databases), queryName(jdbc.region()), jdbc.query())
          .limited(named(name, file.dataSources()).poolSize(), jdbc.maxBatch());
    }
    SourcesFile.Loader.Http http = (SourcesFile.Loader.Http) loader;
    return HttpLoader.of(named(http.endpoint(), endpoints), http.path(), Codec.jsonText());
  }

  /** A region has one query: it is called like it, as far as that can be a name of a query. */
  private static String queryName(String region) {
    return region.substring(0, Math.min(region.length(), 100)).replace(':', '.');
  }

  /** The file has no loader of a source that is not there. */
  private static <T> T named(String name, Map<String, T> all) {
    return Objects.requireNonNull(all.get(name), name);
  }

  /** The names that warm-up jobs may list keys from. */
  public Sources sources() {
    return sources;
  }

  /** The regions that have a loader and were not opened with it. */
  public List<String> waiting() {
    return List.copyOf(waiting.keySet());
  }

  /**
   * Opens the regions that have a loader, are declared, and were not opened before, with JSON for
   * values.
   *
   * @return what is wrong with loaders of regions that were therefore not opened, each in a line
   */
  public List<String> open(FreshetNode node, RegionCatalog declared) {
    List<String> problems = new ArrayList<>();
    for (SourcesFile.Loader loader : file.loaders()) {
      Optional<RegionDefinition> region = declared.find(loader.region());
      SourceLoader<byte[]> ready = waiting.get(loader.region());
      if (region.isPresent() && ready != null) {
        List<String> holes = region.get().key().holes();
        if (holes.containsAll(loader.holes())) {
          var unused = node.bulkRegion(loader.region(), Codec.jsonText(), ready);
          waiting.remove(loader.region());
        } else {
          problems.add(
              "region %s: loader: found the holes %s, expected those of its key, %s"
                  .formatted(loader.region(), loader.holes(), holes));
        }
      }
    }
    return problems;
  }

  @Override
  public void close() {
    closer.close();
  }
}
