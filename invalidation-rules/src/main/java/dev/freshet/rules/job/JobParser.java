// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.job;

import dev.freshet.rules.job.JobDefinition.HoldReady;
import dev.freshet.rules.job.JobDefinition.Misfire;
import dev.freshet.rules.job.JobDefinition.Priority;
import dev.freshet.rules.job.JobDefinition.Retry;
import dev.freshet.rules.job.JobDefinition.Work;
import dev.freshet.rules.source.IssueCode;
import dev.freshet.rules.source.IssueLog;
import dev.freshet.rules.syntax.JobSyntax;
import dev.freshet.rules.yaml.Fields;
import dev.freshet.rules.yaml.Scalar;
import dev.freshet.rules.yaml.ScalarReader;
import dev.freshet.rules.yaml.YamlNode;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Reads one item of {@code jobs:}. Belongs to one thread. */
public final class JobParser {
  private static final long MOST_KEYS = 1_000_000_000;
  private static final int LARGEST_BATCH = 10_000;
  private static final int MOST_TASKS = 1_000;
  private static final int MOST_ATTEMPTS = 100;

  /** Nothing is due more exactly than to a tenth of a second. */
  private static final Duration LEAST_DISTANCE = Duration.ofSeconds(1);

  private final IssueLog issues;
  private final ScalarReader scalars;
  private final SourceParser sources;

  /** Reports to {@code issues}. */
  public JobParser(IssueLog issues) {
    this.issues = issues;
    this.scalars = new ScalarReader(issues);
    this.sources = new SourceParser(issues, scalars);
  }

  /** The job, or null if its id, region, trigger or source of keys cannot be read. */
  public @Nullable JobDefinition parse(YamlNode node, String ruleSet) {
    Fields fields = Fields.of(node, JobSyntax.JOB, issues);
    if (fields == null) {
      return null;
    }
    Scalar id = fields.text("id");
    String name = scalars.name(id);
    Scalar region = fields.text("region");
    String regionName = scalars.name(region);
    Scalar description = fields.text("description");
    Priority priority = priority(fields);
    Trigger trigger = trigger(fields, ruleSet);
    KeySource keys = sources.parse(fields);
    Work work = work(fields);
    OptionalDouble jitter = jitter(fields);
    Misfire misfire = scalars.choice(fields.text("misfire"), Misfire.RUN_ONCE);
    List<Scalar> dependsOn = fields.texts("dependsOn");
    HoldReady hold = holdReady(fields);
    var labels = fields.labels("labels");
    if (id == null || name == null || region == null || regionName == null) {
      return null;
    }
    if (trigger != null) {
      IdleSettings.check(fields, trigger, issues);
    }
    return trigger == null || keys == null
        ? null
        : new JobDefinition(
            ruleSet,
            id,
            description,
            region,
            priority,
            trigger,
            keys,
            work,
            jitter,
            misfire,
            dependsOn,
            hold,
            labels);
  }

  private Priority priority(Fields job) {
    return scalars.choice(job.text("priority"), Priority.MEDIUM);
  }

  private @Nullable Trigger trigger(Fields job, String ruleSet) {
    Scalar every = job.text("every");
    Scalar cron = job.text("cron");
    Fields after = job.fields("after");
    boolean onJoin = scalars.isTrue(job.text("onJoin"));
    boolean onDemand = scalars.isTrue(job.text("onDemand"));
    if (every != null) {
      return new Trigger.Every(distance(every));
    }
    if (cron != null) {
      return new Trigger.Cron(cron);
    }
    if (after != null) {
      return after(after, ruleSet);
    }
    if (onJoin) {
      return new Trigger.OnJoin();
    }
    return onDemand ? new Trigger.OnDemand() : null;
  }

  private Duration distance(Scalar every) {
    Duration distance = scalars.duration(every, LEAST_DISTANCE);
    if (distance.compareTo(LEAST_DISTANCE) < 0) {
      scalars.invalid(every, "a time of at least " + LEAST_DISTANCE.toSeconds() + "s");
    }
    return distance;
  }

  private @Nullable Trigger after(Fields after, String ruleSet) {
    Scalar text = after.text("rule");
    String ref = scalars.ruleRef(text);
    Duration delay = scalars.duration(after.text("delay"), Duration.ZERO);
    if (text == null || ref == null) {
      return null;
    }
    int slash = ref.indexOf('/');
    return slash < 0
        ? new Trigger.After(ruleSet, ref, delay, text)
        : new Trigger.After(ref.substring(0, slash), ref.substring(slash + 1), delay, text);
  }

  private Work work(Fields job) {
    return new Work(
        (int) scalars.count(job.text("batchSize"), 100, LARGEST_BATCH),
        (int) scalars.count(job.text("concurrency"), 8, MOST_TASKS),
        scalars.count(job.text("ratePerSecond"), 0, MOST_KEYS),
        scalars.duration(job.text("timeout"), Duration.ofSeconds(30)),
        retry(job),
        scalars.count(job.text("maxKeys"), 1_000_000, MOST_KEYS));
  }

  private Retry retry(Fields job) {
    Fields fields = job.fields("retry");
    if (fields == null) {
      return Retry.DEFAULT;
    }
    Retry byDefault = Retry.DEFAULT;
    Scalar longest = fields.text("maxBackoff");
    Duration backoff = scalars.duration(fields.text("backoff"), byDefault.backoff());
    Duration maxBackoff = scalars.duration(longest, byDefault.maxBackoff());
    if (longest != null && maxBackoff.compareTo(backoff) < 0) {
      scalars.invalid(longest, "at least `backoff`, the first pause");
    }
    int attempts =
        (int) scalars.count(fields.text("attempts"), byDefault.attempts(), MOST_ATTEMPTS);
    return new Retry(attempts, backoff, maxBackoff.compareTo(backoff) < 0 ? backoff : maxBackoff);
  }

  private OptionalDouble jitter(Fields job) {
    Scalar text = job.text("ttlJitter");
    return text == null ? OptionalDouble.empty() : OptionalDouble.of(scalars.share(text, 0));
  }

  private @Nullable HoldReady holdReady(Fields job) {
    Fields fields = job.fields("holdReady");
    if (fields == null) {
      return null;
    }
    if (job.node("onJoin") == null) {
      issues.error(
          IssueCode.INVALID_VALUE,
          fields.span(),
          "found `holdReady`, expected `onJoin` beside it: no other job is for a node that joins");
    }
    return new HoldReady(
        scalars.shareOrAll(fields.text("share"), 0.9),
        scalars.duration(fields.text("atMost"), Duration.ZERO));
  }
}
