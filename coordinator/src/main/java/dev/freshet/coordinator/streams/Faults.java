// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.streams;

import dev.freshet.events.wire.RegistryUnavailableException;
import dev.freshet.events.wire.UnencodableRecordException;
import org.apache.kafka.common.KafkaException;

/** Whose fault a failure is. Stateless. */
public final class Faults {
  private Faults() {}

  /** Whether the next record would fail, too, so that there is no use in leaving this one out. */
  public static boolean isTheWorlds(Exception failure) {
    return failure instanceof RegistryUnavailableException
        || failure instanceof UnencodableRecordException
        || failure instanceof KafkaException;
  }
}
