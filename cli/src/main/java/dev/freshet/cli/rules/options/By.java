// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.rules.options;

import dev.freshet.coordinator.rulesets.Authorship;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say who changes rules, and why. */
public final class By {
  @Option(
      names = "--author",
      paramLabel = "NAME",
      defaultValue = "${env:FRESHET_AUTHOR:-${sys:user.name}}",
      description = "Who wants it; default FRESHET_AUTHOR, else the user of this machine.")
  private String author = "";

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why; stands in the history.")
  private String reason = "";

  @Option(
      names = "--git-sha",
      paramLabel = "SHA",
      defaultValue = "${env:GIT_COMMIT:-${env:GITHUB_SHA:-${env:CI_COMMIT_SHA}}}",
      description =
          "The commit that the files come from; default GIT_COMMIT, GITHUB_SHA or"
              + " CI_COMMIT_SHA.")
  private @Nullable String gitSha;

  public String author() {
    return author;
  }

  public String reason() {
    return reason;
  }

  public Authorship authorship() {
    return new Authorship(author, reason, gitSha == null || gitSha.isEmpty() ? null : gitSha);
  }
}
