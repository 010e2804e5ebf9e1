// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.bench.ground;

import dev.freshet.cli.UsageFailure;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.jspecify.annotations.Nullable;

/** A file with properties of Kafka's clients. Stateless. */
public final class ClientFile {
  private static final String BOOTSTRAP = "bootstrap.servers";

  private ClientFile() {}

  /**
   * What is in the file; nothing if there is none.
   *
   * @throws UsageFailure if it cannot be read, or has a name that none of Kafka's clients knows;
   *     says which, and no value
   */
  public static Map<String, Object> read(@Nullable Path file) {
    Map<String, Object> properties = new HashMap<>();
    if (file == null) {
      return properties;
    }
    Properties found = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      found.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      throw new UsageFailure(
          "--command-config: %s cannot be read, expected lines of NAME=VALUE: %s"
              .formatted(file, e.getClass().getSimpleName()));
    }
    for (String name : found.stringPropertyNames()) {
      require(file, name);
      properties.put(name, found.getProperty(name).strip());
    }
    return properties;
  }

  private static void require(Path file, String name) {
    if (name.equals(BOOTSTRAP)) {
      throw new UsageFailure(
          "--command-config: %s: found %s, expected it as --bootstrap".formatted(file, name));
    }
    if (!AdminClientConfig.configNames().contains(name)
        && !ConsumerConfig.configNames().contains(name)
        && !ProducerConfig.configNames().contains(name)) {
      throw new UsageFailure(
          "--command-config: %s: found '%s', expected a property of Kafka's clients"
              .formatted(file, name));
    }
  }
}
