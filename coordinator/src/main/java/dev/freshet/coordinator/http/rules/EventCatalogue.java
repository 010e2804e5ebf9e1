// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.rules;

import dev.freshet.events.wire.SchemaRegistry;
import dev.freshet.rules.schema.EventTypes;

/**
 * The event types that are registered. Safe for any thread.
 *
 * @param schemaRegistry its URL
 */
record EventCatalogue(String schemaRegistry) {

  /**
   * All types as they are now; blocks on the registry.
   *
   * @throws dev.freshet.events.wire.RegistryUnavailableException if it does not answer
   */
  EventTypes read() {
    try (SchemaRegistry registry = new SchemaRegistry(schemaRegistry)) {
      return EventTypes.registered(registry, "");
    }
  }
}
