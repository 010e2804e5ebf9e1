// SPDX-License-Identifier: Apache-2.0
package dev.freshet.events.topics;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** The part of {@link TopicCatalogue} that talks to the cluster. */
final class TopicAdmin {
  private static final Duration PAUSE = Duration.ofMillis(50);
  private static final Duration VISIBLE_WITHIN = Duration.ofSeconds(30);

  private final Admin admin;

  TopicAdmin(Admin admin) {
    this.admin = admin;
  }

  /** A topic as the cluster has it. */
  record Found(int partitions, Config config) {}

  /** Those that do not exist. Looks before it creates: a process may be allowed only the first. */
  List<TopicSpec> missing(List<TopicSpec> specs) {
    List<String> names = specs.stream().map(TopicSpec::name).toList();
    Map<String, KafkaFuture<TopicDescription>> answers =
        admin.describeTopics(names).topicNameValues();
    return specs.stream().filter(spec -> !exists(required(answers, spec.name()))).toList();
  }

  private static boolean exists(KafkaFuture<TopicDescription> answer) {
    try {
      Answers.await(answer);
      return true;
    } catch (UnknownTopicOrPartitionException e) {
      return false;
    }
  }

  /** Creates the topics, except those that somebody else has created in the meantime. */
  void create(List<TopicSpec> specs) {
    Map<String, KafkaFuture<Void>> answers =
        admin.createTopics(specs.stream().map(TopicSpec::toNewTopic).toList()).values();
    for (TopicSpec spec : specs) {
      try {
        Answers.await(required(answers, spec.name()));
      } catch (KafkaException e) {
        // What another starter made is checked like any other.
        if (!(e instanceof TopicExistsException)) {
          throw new KafkaException(
              "topic " + spec.name() + ": cannot be created: " + e.getMessage(), e);
        }
      }
    }
  }

  /** The topics; waits for those that some broker does not know yet. */
  Map<String, Found> describe(List<TopicSpec> specs) {
    long deadlineNanos = System.nanoTime() + VISIBLE_WITHIN.toNanos();
    while (true) {
      try {
        return describeNow(specs);
      } catch (UnknownTopicOrPartitionException e) {
        if (System.nanoTime() - deadlineNanos > 0) {
          throw e;
        }
        pause();
      }
    }
  }

  private Map<String, Found> describeNow(List<TopicSpec> specs) {
    List<String> names = specs.stream().map(TopicSpec::name).toList();
    List<ConfigResource> resources = new ArrayList<>();
    names.forEach(name -> resources.add(new ConfigResource(ConfigResource.Type.TOPIC, name)));
    Map<String, TopicDescription> topics =
        Answers.await(admin.describeTopics(names).allTopicNames());
    Map<ConfigResource, Config> configs = Answers.await(admin.describeConfigs(resources).all());
    Map<String, Found> found = new HashMap<>();
    for (ConfigResource resource : resources) {
      int partitions = required(topics, resource.name()).partitions().size();
      found.put(resource.name(), new Found(partitions, required(configs, resource)));
    }
    return found;
  }

  private static <K, V> V required(Map<K, V> answers, K key) {
    V answer = answers.get(key);
    if (answer == null) {
      throw new KafkaException(key + ": found no answer of the cluster, expected one");
    }
    return answer;
  }

  private static void pause() {
    try {
      TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }
}
