// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.warmup;

import picocli.CommandLine.Command;

/** {@code freshet warmup}. */
@Command(
    name = "warmup",
    header = "Shows warm-up jobs and their runs, starts, follows and ends them.",
    description = {
      "",
      "A job in a rule file says which keys of a region are loaded ahead of their",
      "readers, and when. Each time it runs is a run, whose keys are handed out to",
      "workers in batches, the tasks. From a job to caches that are warm:",
      "",
      "  freshet warmup jobs",
      "  freshet warmup run payment/recent-payments --reason 'after the import' --wait",
      "  freshet warmup runs --job payment/recent-payments",
      ""
    },
    subcommands = {
      WarmupJobsCommand.class,
      WarmupRunCommand.class,
      WarmupRunsCommand.class,
      WarmupShowCommand.class,
      WarmupCancelCommand.class,
      WarmupRetryCommand.class
    },
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Exit codes: 0 good, 1 refused, or the run or keys of it failed (--wait),",
      "2 could not ask, 4 not ended in time (--wait).",
      ""
    })
public final class WarmupCommand {}
