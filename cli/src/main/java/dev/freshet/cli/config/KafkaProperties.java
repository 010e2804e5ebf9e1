// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.config;

import dev.freshet.rules.source.NearestName;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/** What is known of the settings of Kafka's clients. Stateless. */
final class KafkaProperties {
  private static final Pattern SECRET =
      Pattern.compile("password|jaas|secret|token|credential|user\\.info|\\.key$");

  private KafkaProperties() {}

  static boolean isSecret(String property) {
    return SECRET.matcher(property).find();
  }

  /**
   * What is wrong with a property's name, if anything is. Plug-ins have names that nobody knows
   * here; only what looks like a known one, mistyped, is refused.
   */
  static Optional<String> problem(String property) {
    Set<String> known = known();
    return known.contains(property)
        ? Optional.empty()
        : Optional.ofNullable(NearestName.help(property, known));
  }

  private static Set<String> known() {
    Set<String> names = new TreeSet<>(AdminClientConfig.configNames());
    names.addAll(ProducerConfig.configNames());
    names.addAll(ConsumerConfig.configNames());
    names.addAll(StreamsConfig.configDef().names());
    return names;
  }
}
