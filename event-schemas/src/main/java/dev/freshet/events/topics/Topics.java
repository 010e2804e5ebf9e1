// SPDX-License-Identifier: Apache-2.0
package dev.freshet.events.topics;

import dev.freshet.events.avro.WarmupPriority;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The names of an environment's topics, and of the group that maps them.
 *
 * @param environment the prefix of all names, {@code freshet} unless several environments share a
 *     cluster
 */
public record Topics(String environment) {
  // Kafka allows 249 characters in a topic's name.
  private static final Pattern LEGAL = Pattern.compile("[a-zA-Z0-9._-]{1,200}");

  /** The environment of whoever says nothing else. */
  public static final Topics DEFAULT = new Topics("freshet");

  public Topics {
    if (!LEGAL.matcher(environment).matches()) {
      throw new IllegalArgumentException(
          "environment: found '"
              + environment
              + "', expected 1 to 200 letters, digits, dots, dashes and underscores");
    }
  }

  /** Domain events. */
  public String events() {
    return environment + ".events";
  }

  /** The command log. */
  public String commands() {
    return environment + ".commands";
  }

  /** What rules in shadow mode would write to the command log. */
  public String shadowCommands() {
    return commands() + ".shadow";
  }

  /** Rule sets by name, their history, and whether the mapping is paused. */
  public String rules() {
    return environment + ".rules";
  }

  /** Reports for consumers. */
  public String cacheState() {
    return environment + ".cache-state";
  }

  /** Records that could not be mapped. */
  public String deadLetters() {
    return environment + ".dead-letters";
  }

  /** Who is a member and what it can do, and which of them are to be drained. */
  public String registrations() {
    return environment + ".registrations";
  }

  /** That members are alive, and how they are. */
  public String heartbeats() {
    return environment + ".heartbeats";
  }

  /** The states of all members, as the coordinators see them. */
  public String registry() {
    return environment + ".registry";
  }

  /** The hottest keys of each node's regions. */
  public String hotKeys() {
    return environment + ".hot-keys";
  }

  /** What whoever plans warm-up runs has to hear: orders, reports of tasks, rules that fired. */
  public String warmupInbox() {
    return environment + ".warmup.inbox";
  }

  /** How warm-up runs are doing. */
  public String warmupStatus() {
    return environment + ".warmup.status";
  }

  /**
   * Warm-up tasks for the workers of a service. Kafka's names have no colons: dots stand for those
   * of the service.
   */
  public String warmupTasks(String service, WarmupPriority priority) {
    return environment + ".warmup." + service.replace(':', '.') + "." + lower(priority);
  }

  /** The share group of a service's workers for tasks of a priority, which is no topic. */
  public String warmupWorkers(String service, WarmupPriority priority) {
    return environment + "-warmup-" + service.replace(':', '.') + "-" + lower(priority);
  }

  private static String lower(WarmupPriority priority) {
    return priority.name().toLowerCase(Locale.ROOT);
  }

  /** The consumer group that plans warm-up runs, which is no topic. */
  public String warmupPlanners() {
    return environment + "-warmup";
  }

  /** The consumer group that keeps the registry, which is no topic. */
  public String registryKeepers() {
    return environment + "-registry";
  }

  /** The consumer group of the coordinators, which is no topic. */
  public String coordinators() {
    return environment + "-coordinator";
  }
}
