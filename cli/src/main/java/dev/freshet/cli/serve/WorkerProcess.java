// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.serve;

import dev.freshet.cli.config.CommonSettings;
import dev.freshet.cli.config.Configuration;
import dev.freshet.cli.config.WorkerSettings;
import dev.freshet.cli.config.WrongSettingsException;
import dev.freshet.cli.local.Closer;
import dev.freshet.cli.sources.WorkerSources;
import dev.freshet.http.management.ManagementServer;
import dev.freshet.worker.FreshetNode;
import dev.freshet.worker.http.NodeHttpSettings;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What runs in the process of a worker, in the order in which it is started. For one thread. */
final class WorkerProcess {
  private static final Logger LOG = LoggerFactory.getLogger(WorkerProcess.class);

  private final Configuration settings;
  private final WorkerSources sources;
  private final RulesWatch rules;
  private final Closer process;

  /** Adds what it starts to {@code process}, which the caller closes. */
  WorkerProcess(Configuration settings, WorkerSources sources, RulesWatch rules, Closer process) {
    this.settings = settings;
    this.sources = sources;
    this.rules = rules;
    this.process = process;
  }

  /**
   * Starts the node and what serves it.
   *
   * @param timeout for the rules, and then for the node
   * @return what there is to be said of it, by its names
   * @throws WrongSettingsException if a loader does not fit its region
   */
  Map<String, Object> start(FreshetNode.Builder builder, Duration timeout) throws Exception {
    RulesInForce first = rules.await(timeout);
    PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    process.add(meters::close);
    FreshetNode node =
        process.add(
            builder
                .regions(first.regions())
                .ruleSets(first.revisions())
                .jobs(first.jobs())
                .sources(sources.sources())
                .meters(meters)
                .start());
    load(node, first);
    WorkerHealth health = new WorkerHealth(node);
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("name", node.id().toString());
    facts.put("environment", settings.get(CommonSettings.ENVIRONMENT));
    facts.put("kafka", settings.get(CommonSettings.KAFKA_BOOTSTRAP));
    manage(health, meters, facts);
    node.awaitReady(timeout);
    serve(node, meters, facts);
    facts.put("pid", ProcessHandle.current().pid());
    process.add(rules.follow(now -> follow(node, now)));
    // Closed first of all: who asks is told to go elsewhere before anything else ends.
    process.add(health::drain);
    process.add(node::drain);
    return facts;
  }

  private void load(FreshetNode node, RulesInForce first) {
    List<String> problems = sources.open(node, first.regions());
    if (!problems.isEmpty()) {
      throw new WrongSettingsException(problems);
    }
    // Before it is ready: jobs that hold it up until they have warmed a region wait for the region.
    NodeApi.openDeclared(node);
    if (!sources.waiting().isEmpty()) {
      LOG.warn("Regions {} have a loader, but no rule set declares them yet", sources.waiting());
    }
  }

  private void follow(FreshetNode node, RulesInForce now) {
    node.declare(now.regions(), now.revisions());
    sources.open(node, now.regions()).forEach(problem -> LOG.error("Not loaded: {}", problem));
    NodeApi.openDeclared(node);
  }

  private void manage(
      WorkerHealth health, PrometheusMeterRegistry meters, Map<String, Object> facts) {
    OptionalInt port = settings.get(CommonSettings.MANAGEMENT_PORT);
    if (port.isPresent()) {
      String host = settings.get(CommonSettings.MANAGEMENT_HOST);
      ManagementServer server =
          process.add(ManagementServer.listen(host, port.getAsInt(), health::get, meters));
      facts.put("management", server.port());
    }
  }

  private void serve(FreshetNode node, PrometheusMeterRegistry meters, Map<String, Object> facts) {
    OptionalInt port = settings.get(WorkerSettings.NODE_HTTP_PORT);
    if (port.isPresent()) {
      NodeHttpSettings served =
          NodeHttpSettings.DEFAULT
              .withHost(settings.get(WorkerSettings.NODE_HTTP_HOST))
              .withPort(port.getAsInt());
      facts.put("http", process.add(NodeApi.serve(node, served, meters)).port());
    }
  }
}
