// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http;

import dev.freshet.coordinator.alerts.AlertMonitor;
import dev.freshet.coordinator.http.log.LogWriter;
import dev.freshet.coordinator.rulesets.RuleBooks;
import dev.freshet.events.topics.Topics;
import dev.freshet.events.wire.AvroCodec;
import dev.freshet.http.management.Health;
import dev.freshet.registry.view.RegistryView;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;

/**
 * What the API of a coordinator works on. All of it stays the coordinator's to close.
 *
 * @param kafka how to reach it: {@code bootstrap.servers}, TLS and the like
 * @param schemaRegistry its URL, several with commas
 * @param eventTopics those that events are mapped from; the first is the environment's
 * @param life how this coordinator and the others are
 * @param books the rules in force
 * @param origin what commands and reports call this coordinator
 */
public record ApiParts(
    Map<String, Object> kafka,
    Admin admin,
    AvroCodec codec,
    String schemaRegistry,
    Topics topics,
    List<String> eventTopics,
    Life life,
    RuleBooks books,
    String origin,
    InstantSource clock,
    MeterRegistry meters) {

  /**
   * How this coordinator and the others are.
   *
   * @param coordinators the service whose instances are the coordinators
   * @param log where records are written
   * @param view the members there are
   * @param alerts what is wrong
   * @param health of this coordinator; does not block
   * @param prometheus the text of all metrics
   */
  public record Life(
      String coordinators,
      LogWriter log,
      RegistryView view,
      AlertMonitor alerts,
      Supplier<Health> health,
      Supplier<String> prometheus) {}

  public ApiParts {
    kafka = Map.copyOf(kafka);
    eventTopics = List.copyOf(eventTopics);
  }
}
