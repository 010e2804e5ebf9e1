// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker;

import dev.freshet.cache.CommandApplier;
import dev.freshet.events.avro.InvalidationCommand;
import dev.freshet.events.values.Position;
import dev.freshet.events.values.Receipt;
import dev.freshet.events.values.Target;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What one record of the command log does to this node. For the follower's thread. */
final class RecordHandler {
  private static final Logger LOG = LoggerFactory.getLogger(RecordHandler.class);

  private final LogRecordDecoder decoder;
  private final CommandApplier applier;
  private final AppliedProgress progress;
  private final OwnCommands own;
  private final StateReporter reporter;
  private final NodeMeters meters;
  private final CommandListener listener;

  RecordHandler(
      LogRecordDecoder decoder,
      CommandApplier applier,
      AppliedProgress progress,
      OwnCommands own,
      StateReporter reporter,
      NodeMeters meters,
      CommandListener listener) {
    this.decoder = decoder;
    this.applier = applier;
    this.progress = progress;
    this.own = own;
    this.reporter = reporter;
    this.meters = meters;
    this.listener = listener;
  }

  /**
   * Handles one record.
   *
   * @throws dev.freshet.events.wire.RegistryUnavailableException before anything was done
   */
  void handle(ConsumerRecord<byte[], byte[]> record, int leaderEpoch) {
    LogRecord content = decoder.decode(record);
    Position position = new Position(record.partition(), leaderEpoch, record.offset());
    if (content instanceof LogRecord.Command command) {
      apply(command.target(), position, causeOf(command.content()));
      completeOwn(record, position);
    } else if (content instanceof LogRecord.Marker marker) {
      applier.skip(position);
      progress.observe(record.partition(), marker.content()).ifPresent(applier::closedTime);
    } else if (content instanceof LogRecord.Unreadable unreadable) {
      applyUnreadable(position);
      meters.unreadable();
      reporter.commandUnreadable(record.topic(), position, unreadable.problem());
    }
  }

  private void apply(Target target, Position position, @Nullable Receipt cause) {
    if (applier.apply(target, position)) {
      meters.applied();
      tell(new AppliedCommand(target, position, cause));
    }
  }

  /** Unknown means unsafe: it may have named any target. */
  private void applyUnreadable(Position position) {
    if (applier.applyUnreadable(position)) {
      tell(new AppliedCommand(Target.ALL, position, null));
    }
  }

  private void tell(AppliedCommand command) {
    try {
      listener.applied(command);
    } catch (RuntimeException e) {
      LOG.warn("command listener failed tag={}", command.target().text(), e);
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
