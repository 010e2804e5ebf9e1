// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.mapping;

import dev.freshet.events.cloudevents.EventDecoder;
import dev.freshet.events.topics.Topics;

/** What the steps of one topology share. Safe for any thread. */
final class Workbench {
  private final MappingSettings settings;
  private final MappingParts parts;
  private final EventDecoder decoder;
  private final Reports reports;
  private final MappingMetrics metrics;

  Workbench(MappingSettings settings, MappingParts parts) {
    this.settings = settings;
    this.parts = parts;
    this.decoder = new EventDecoder(parts.codec());
    this.metrics = new MappingMetrics(parts.meters());
    this.reports = new Reports(settings, parts);
  }

  MappingSettings settings() {
    return settings;
  }

  Topics topics() {
    return settings.topics();
  }

  MappingParts parts() {
    return parts;
  }

  EventDecoder decoder() {
    return decoder;
  }

  Reports reports() {
    return reports;
  }

  MappingMetrics metrics() {
    return metrics;
  }

  long nowMs() {
    return parts.clock().millis();
  }
}
