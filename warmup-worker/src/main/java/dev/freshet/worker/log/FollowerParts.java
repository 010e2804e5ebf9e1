// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.log;

import dev.freshet.cache.CommandApplier;
import dev.freshet.events.wire.AvroCodec;

/**
 * What a follower works with.
 *
 * @param avro reads records; not closed by the follower
 * @param applier takes the commands
 * @param progress takes the markers
 * @param clock hears when they were stored
 * @param own the commands of this node, which wait until they are applied
 * @param listener hears what was done
 */
public record FollowerParts(
    AvroCodec avro,
    CommandApplier applier,
    AppliedProgress progress,
    BrokerClock clock,
    OwnCommands own,
    LogListener listener) {}
