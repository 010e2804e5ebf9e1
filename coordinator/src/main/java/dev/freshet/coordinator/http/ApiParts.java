// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http;

import dev.freshet.coordinator.http.log.LogWriter;
import dev.freshet.coordinator.rulesets.RuleBooks;
import dev.freshet.events.topics.Topics;
import dev.freshet.events.wire.AvroCodec;
import dev.freshet.registry.view.RegistryView;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;

/**
 * What the API of a coordinator works on. All of it stays the coordinator's to close.
 *
 * @param kafka how to reach it: {@code bootstrap.servers}, TLS and the like
 * @param schemaRegistry its URL, several with commas
 * @param eventTopics those that events are mapped from; the first is the environment's
 * @param log where records are written
 * @param view the members there are
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
    LogWriter log,
    RegistryView view,
    RuleBooks books,
    String origin,
    InstantSource clock,
    MeterRegistry meters) {
  public ApiParts {
    kafka = Map.copyOf(kafka);
    eventTopics = List.copyOf(eventTopics);
  }
}
