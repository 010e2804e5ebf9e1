// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.log;

import dev.freshet.cache.CommandApplier;
import dev.freshet.events.avro.InvalidationCommand;
import dev.freshet.events.topics.EventHeaders;
import dev.freshet.events.values.Position;
import dev.freshet.events.values.Receipt;
import dev.freshet.events.values.Target;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** What one record of the command log does to this node. For the follower's thread. */
final class RecordHandler {
  private final LogRecordDecoder decoder;
  private final CommandApplier applier;
  private final AppliedProgress progress;
  private final BrokerClock clock;
  private final OwnCommands own;
  private final LogListener listener;

  RecordHandler(FollowerParts parts) {
    this.decoder = new LogRecordDecoder(parts.avro());
    this.applier = parts.applier();
    this.progress = parts.progress();
    this.clock = parts.clock();
    this.own = parts.own();
    this.listener = parts.listener();
  }

  /**
   * Handles one record.
   *
   * @throws dev.freshet.events.wire.RegistryUnavailableException before anything was done
   */
  void handle(ConsumerRecord<byte[], byte[]> record, int leaderEpoch) {
    clock.heard(record.timestamp());
    LogRecord content = decoder.decode(record);
    Position position = new Position(record.partition(), leaderEpoch, record.offset());
    if (content instanceof LogRecord.Command command) {
      apply(command.target(), position, causeOf(command.content()));
      completeOwn(record, position);
      tellIf(EventHeaders.isAwaited(record.headers()));
    } else if (content instanceof LogRecord.Marker marker) {
      applier.skip(position);
      Observation observation = progress.observe(record.partition(), marker.content());
      observation.closedTime().ifPresent(applier::closedTime);
      tellIf(observation.isAwaited());
    } else if (content instanceof LogRecord.Unreadable unreadable) {
      // Unknown means unsafe: it may have named any target.
      if (applier.applyUnreadable(position)) {
        listener.unreadable(record.topic(), position, unreadable.problem());
      }
    }
  }

  private void apply(Target target, Position position, @Nullable Receipt cause) {
    if (applier.apply(target, position)) {
      listener.applied(target, position, cause);
    }
  }

  /** What was awaited while this node was not there concerns nobody any more. */
  private void tellIf(boolean isAwaited) {
    if (isAwaited && applier.isCaughtUp()) {
      listener.awaitedApplied();
    }
  }

  private void completeOwn(ConsumerRecord<byte[], byte[]> record, Position position) {
    Header id = record.headers().lastHeader(OwnCommands.HEADER);
    if (id != null && id.value() != null) {
      own.applied(new String(id.value(), StandardCharsets.UTF_8), position);
    }
  }

  private static @Nullable Receipt causeOf(InvalidationCommand command) {
    return command
        .getCause()
        .map(cause -> new Receipt(cause.getTopic(), cause.getPartition(), cause.getOffset()))
        .orElse(null);
  }
}
