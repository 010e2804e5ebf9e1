// SPDX-License-Identifier: Apache-2.0
package dev.freshet.events.asyncapi;

import dev.freshet.events.topics.TopicCatalogue;
import dev.freshet.events.topics.TopicSizing;
import dev.freshet.events.topics.TopicSpec;
import dev.freshet.events.topics.Topics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The topics as the catalogue has them, with what is said about them here. */
final class Channels {
  private static final Topics TOPICS = Topics.DEFAULT;

  /**
   * What the catalogue does not say.
   *
   * @param name of the channel in the document
   * @param action what Freshet does: send or receive
   * @param key what the records' keys are
   */
  private record About(
      String name, String action, String description, String key, List<String> messages) {}

  private static final Map<String, About> ABOUT =
      Map.ofEntries(
          Map.entry(
              TOPICS.events(),
              new About(
                  "events",
                  "receive",
                  "Domain events of services; coordinators map them to commands. Further topics may be"
                      + " configured.",
                  "the producer's choice, best the subject",
                  List.of("DomainEventBinary", "DomainEventStructured"))),
          Map.entry(
              TOPICS.commands(),
              new About(
                  "commands",
                  "send",
                  "The command log: what is stale from here on, and how far events are mapped. Every"
                      + " node reads all of it.",
                  "the target, for example t|user:42; of markers, the task",
                  List.of("InvalidationCommand", "ProgressMarker"))),
          Map.entry(
              TOPICS.shadowCommands(),
              new About(
                  "shadowCommands",
                  "send",
                  "What rules in shadow mode would have written to the command log; nobody applies it.",
                  "the target",
                  List.of("InvalidationCommand"))),
          Map.entry(
              TOPICS.rules(),
              new About(
                  "rules",
                  "receive",
                  "Rule sets, their history, and whether the mapping is paused.",
                  "NAME, NAME@REVISION or !control",
                  List.of("RuleSetRevision", "MappingControl"))),
          Map.entry(
              TOPICS.registrations(),
              new About(
                  "registrations",
                  "receive",
                  "Who is a member and what it can do; which members are to be drained. A record"
                      + " without value takes it back.",
                  "service/instance or !drain/service/instance",
                  List.of("Registration", "DrainOrder"))),
          Map.entry(
              TOPICS.heartbeats(),
              new About(
                  "heartbeats",
                  "receive",
                  "That members are alive, and how they are: every five seconds, more or less.",
                  "service/instance",
                  List.of("Heartbeat"))),
          Map.entry(
              TOPICS.registry(),
              new About(
                  "registry",
                  "send",
                  "The states of all members as the coordinators see them. A record without value says"
                      + " that a member is forgotten.",
                  "service/instance or !observer",
                  List.of("RegistryEntry", "ObserverStatus"))),
          Map.entry(
              TOPICS.cacheState(),
              new About(
                  "cacheState",
                  "send",
                  "What happened to caches, for whoever wants to follow.",
                  "the subject",
                  List.of("CacheStateEvent"))),
          Map.entry(
              TOPICS.deadLetters(),
              new About(
                  "deadLetters",
                  "send",
                  "Events that could not be mapped, with the reason.",
                  "that of the event",
                  List.of("DeadLetter"))),
          Map.entry(
              TOPICS.hotKeys(),
              new About(
                  "hotKeys",
                  "receive",
                  "The keys of each region that a node has served most lately, the hottest first.",
                  "service/instance/region",
                  List.of("HotKeys"))),
          Map.entry(
              TOPICS.warmupInbox(),
              new About(
                  "warmupInbox",
                  "receive",
                  "What whoever plans warm-up runs has to hear: orders, reports of tasks, rules that"
                      + " fired. Tasks go to {environment}.warmup.SERVICE.PRIORITY, made when a service"
                      + " gets its first.",
                  "the run, or the rule",
                  List.of("WarmupMessage"))),
          Map.entry(
              TOPICS.warmupStatus(),
              new About(
                  "warmupStatus",
                  "send",
                  "How warm-up runs are doing, and how they ended.",
                  "the run",
                  List.of("WarmupRun"))));

  private Channels() {}

  private static List<TopicSpec> specs() {
    return TopicCatalogue.forEnvironment(TOPICS, TopicSizing.production()).specs();
  }

  private static About about(TopicSpec spec) {
    About about = ABOUT.get(spec.name());
    if (about == null) {
      throw new IllegalStateException("topic " + spec.name() + ": say here what it is about");
    }
    return about;
  }

  static Map<String, Object> channels() {
    Map<String, Object> channels = new LinkedHashMap<>();
    for (TopicSpec spec : specs()) {
      About about = about(spec);
      channels.put(
          about.name(),
          Tree.of(
              "address",
              "{environment}" + spec.name().substring(TOPICS.environment().length()),
              "description",
              about.description() + " Record key: " + about.key() + ".",
              "parameters",
              Tree.of("environment", Tree.ref("#/components/parameters/environment")),
              "messages",
              Messages.refs(about.messages()),
              "bindings",
              Tree.of("kafka", kafka(spec))));
    }
    return channels;
  }

  private static Map<String, Object> kafka(TopicSpec spec) {
    return Tree.of(
        "partitions",
        spec.partitions(),
        "replicas",
        spec.replication(),
        "topicConfiguration",
        configuration(spec),
        "bindingVersion",
        "0.5.0");
  }

  private static Map<String, Object> configuration(TopicSpec spec) {
    Map<String, String> settings = new TreeMap<>(spec.advised());
    settings.putAll(spec.required());
    Map<String, Object> typed = new LinkedHashMap<>();
    settings.forEach((name, value) -> typed.put(name, typed(name, value)));
    return typed;
  }

  private static Object typed(String name, String value) {
    if (name.equals("cleanup.policy")) {
      return List.of(value.split(",", -1));
    }
    if (value.equals("true") || value.equals("false")) {
      return Boolean.parseBoolean(value);
    }
    return value.matches("-?[0-9]+") ? (Object) Long.parseLong(value) : value;
  }

  static Map<String, Object> operations() {
    Map<String, Object> operations = new LinkedHashMap<>();
    for (TopicSpec spec : specs()) {
      About about = about(spec);
      String channel = "#/channels/" + about.name();
      operations.put(
          about.action()
              + Character.toUpperCase(about.name().charAt(0))
              + about.name().substring(1),
          Tree.of(
              "action",
              about.action(),
              "channel",
              Tree.ref(channel),
              "messages",
              about.messages().stream()
                  .map(name -> Tree.ref(channel + "/messages/" + name))
                  .toList()));
    }
    return operations;
  }
}
