// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.rules.options;

import dev.freshet.cli.Reach;
import dev.freshet.cli.UsageFailure;
import dev.freshet.coordinator.rulesets.RuleSetPublisher;
import dev.freshet.events.topics.Topics;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say which running Freshet is meant. */
public final class Live {
  @Option(names = "--bootstrap", paramLabel = "HOST:PORT", description = "Kafka's servers.")
  private @Nullable String bootstrap;

  @Option(
      names = "--registry",
      paramLabel = "URL",
      description = "Schema registry with the Confluent API.")
  private @Nullable String registry;

  @Option(
      names = "--environment",
      paramLabel = "NAME",
      defaultValue = "freshet",
      description = "Prefix of all topics; default ${DEFAULT-VALUE}.")
  private String environment = "";

  /** Whether a cluster is named. */
  public boolean isGiven() {
    return bootstrap != null;
  }

  /** The registry's address, or null. */
  public @Nullable String registry() {
    return registry;
  }

  /**
   * The registry's address.
   *
   * @throws UsageFailure if none is named
   */
  public String registryUrl() {
    return required("--registry", registry, "the URL of the schema registry");
  }

  /**
   * The servers.
   *
   * @throws UsageFailure if none are named
   */
  public String bootstrap() {
    return required("--bootstrap", bootstrap, "the address of a broker, host:port");
  }

  /** The names of the topics. */
  public Topics topics() {
    return new Topics(environment);
  }

  /**
   * The rules in force, to read and to change; the caller closes it.
   *
   * @throws UsageFailure if cluster or registry are not named
   * @throws dev.freshet.cli.CommandFailure if the cluster does not answer
   */
  public RuleSetPublisher open() throws InterruptedException {
    String url = registryUrl();
    Reach.kafka(bootstrap());
    return RuleSetPublisher.connect(bootstrap(), url, environment);
  }

  private static String required(String option, @Nullable String value, String expected) {
    if (value == null) {
      throw new UsageFailure(option + ": found none, expected " + expected);
    }
    return value;
  }
}
