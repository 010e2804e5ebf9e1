// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.warmup;

import dev.freshet.cli.UsageFailure;
import dev.freshet.cli.ops.Api;

/**
 * The name of a job, as its rule set and its id in it. Immutable.
 *
 * @param set the rule set
 * @param id the job in it
 */
record JobName(String set, String id) {

  /**
   * Reads {@code SET/JOB}.
   *
   * @throws UsageFailure if it is something else
   */
  static JobName parse(String text) {
    int slash = text.indexOf('/');
    if (slash <= 0 || slash != text.lastIndexOf('/') || slash == text.length() - 1) {
      throw new UsageFailure(
          "SET/JOB: found '" + text + "', expected a rule set, a slash and a job's id");
    }
    return new JobName(text.substring(0, slash), text.substring(slash + 1));
  }

  /** Where the API shows it. */
  String path() {
    return "/api/v1/warmup/jobs/" + Api.segment(set) + "/" + Api.segment(id);
  }
}
