// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.config;

import picocli.CommandLine.Command;

/** {@code freshet config}. */
@Command(
    name = "config",
    header = "Shows how coordinators and workers are configured.",
    description = {
      "",
      "Settings come from, the first that has one: a flag, an environment variable,",
      "a file (--config), the defaults of a profile (--profile), the defaults for all.",
      "Each has one name in all of them: freshet.api.port in a file is",
      "FRESHET_API_PORT in the environment. docs/configuration.md lists them.",
      ""
    },
    subcommands = ConfigShowCommand.class,
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true)
public final class ConfigCommand {}
