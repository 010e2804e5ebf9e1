// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.job;

import dev.freshet.rules.source.IssueCode;
import dev.freshet.rules.source.IssueLog;
import dev.freshet.rules.yaml.Fields;
import dev.freshet.rules.yaml.YamlNode;

/** Warns of settings that have no effect beside a job's trigger. Stateless. */
final class IdleSettings {
  private IdleSettings() {}

  /** Looks at all settings of a job whose trigger could be read. */
  static void check(Fields job, Trigger trigger, IssueLog issues) {
    boolean scheduled = trigger instanceof Trigger.Every || trigger instanceof Trigger.Cron;
    if (!scheduled) {
      idle(job, "misfire", "only what has a time, by `every` or `cron`, can be missed", issues);
    }
    if (trigger instanceof Trigger.OnJoin) {
      idle(job, "dependsOn", "a node that joins waits for no run of another job", issues);
    }
  }

  private static void idle(Fields job, String key, String why, IssueLog issues) {
    YamlNode value = job.node(key);
    if (value != null) {
      issues.warning(
          IssueCode.IDLE_SETTING, value.span(), "`" + key + "` has no effect here", () -> why);
    }
  }
}
