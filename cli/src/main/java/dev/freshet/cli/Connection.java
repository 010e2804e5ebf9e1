// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli;

import picocli.CommandLine.Option;

/** The options that say which Freshet is meant. */
final class Connection {
  @Option(
      names = "--bootstrap",
      required = true,
      paramLabel = "HOST:PORT",
      description = "Kafka's bootstrap servers.")
  private String bootstrap = "";

  @Option(
      names = "--environment",
      paramLabel = "NAME",
      defaultValue = "freshet",
      description = "Prefix of all topics; default ${DEFAULT-VALUE}.")
  private String environment = "";

  String bootstrap() {
    return bootstrap;
  }

  String environment() {
    return environment;
  }
}
