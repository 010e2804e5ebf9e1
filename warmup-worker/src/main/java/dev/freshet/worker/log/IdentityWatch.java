// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.log;

import dev.freshet.events.topics.CommandTopic;
import dev.freshet.events.topics.Topics;
import dev.freshet.events.values.LogIdentity;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.jspecify.annotations.Nullable;

/**
 * Asks from time to time whether the command log is still the one that was opened: a topic that was
 * deleted and created again looks to a consumer like the old one. Never blocks. For one thread.
 */
final class IdentityWatch {
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  /** How often an answer is looked for that is awaited. */
  private static final Duration GLANCE = Duration.ofMillis(200);

  private final Admin admin;
  private final Topics topics;
  private final LogIdentity expected;
  private final Duration interval;
  private long lastAskedNanos = System.nanoTime();
  private @Nullable CompletableFuture<Map<String, TopicDescription>> answer;
  private boolean lastFailed;

  IdentityWatch(Admin admin, Topics topics, LogIdentity expected, Duration interval) {
    this.admin = admin;
    this.topics = topics;
    this.expected = expected;
    this.interval = interval;
  }

  /**
   * Looks at the last answer and asks again when it is time to.
   *
   * @throws LogChangedException if the log is another one
   */
  void check() {
    CompletableFuture<Map<String, TopicDescription>> asked = answer;
    if (asked != null && asked.isDone()) {
      answer = null;
      lastFailed = asked.isCompletedExceptionally();
      if (!lastFailed) {
        asked.join().values().forEach(this::compare);
      }
    }
    long now = System.nanoTime();
    if (answer == null && now - lastAskedNanos >= TimeUnit.NANOSECONDS.convert(interval)) {
      lastAskedNanos = now;
      answer =
          admin
              .describeTopics(List.of(topics.commands()))
              .allTopicNames()
              .toCompletionStage()
              .toCompletableFuture();
    }
  }

  /** How long nothing is to be looked at: short while an answer is awaited. */
  Duration rest() {
    if (answer != null) {
      return GLANCE;
    }
    Duration sinceAsked = Duration.ofNanos(System.nanoTime() - lastAskedNanos);
    Duration rest = interval.minus(sinceAsked);
    return rest.isNegative() ? Duration.ZERO : rest;
  }

  /** Whether the cluster has answered the last question, or may still do so soon. */
  boolean isAnswered() {
    boolean isLate =
        answer != null
            && System.nanoTime() - lastAskedNanos >= TimeUnit.NANOSECONDS.convert(PATIENCE);
    return !lastFailed && !isLate;
  }

  private void compare(TopicDescription found) {
    LogIdentity now = CommandTopic.identityOf(found);
    if (!now.equals(expected)) {
      throw new LogChangedException(
          topics.commands() + ": is another log, found " + now + ", expected " + expected);
    }
  }
}
