// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.streams;

import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProcessingExceptionHandler;
import org.apache.kafka.streams.errors.ProductionExceptionHandler;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens when a step throws or an output cannot be written, where records are said again or
 * missed by nobody for long: if the record is at fault it is left out; if the world is (schema
 * registry, cluster), the thread stops before the record's offset is committed.
 *
 * <p>Streams makes instances from {@link #properties}. Stateless.
 */
public final class LeaveOutHandler
    implements ProcessingExceptionHandler, ProductionExceptionHandler {
  private static final Logger LOG = LoggerFactory.getLogger(LeaveOutHandler.class);

  /** For Streams. */
  public LeaveOutHandler() {}

  /** The properties by which Streams handles failures so. */
  public static Map<String, Object> properties() {
    return Map.of(
        "processing.exception.handler",
        LeaveOutHandler.class,
        // There is no global store; Streams warns if nothing is said.
        "processing.exception.handler.global.enabled",
        true,
        "production.exception.handler",
        LeaveOutHandler.class);
  }

  @Override
  public void configure(Map<String, ?> configs) {
    // There is nothing to be configured.
  }

  @Override
  public ProcessingExceptionHandler.Response handleError(
      ErrorHandlerContext context, @Nullable Record<?, ?> record, Exception exception) {
    if (Faults.isTheWorlds(exception)) {
      return ProcessingExceptionHandler.Response.fail();
    }
    LOG.error(
        "Record left out: step={} topic={} partition={} offset={}",
        context.processorNodeId(),
        context.topic(),
        context.partition(),
        context.offset(),
        exception);
    return ProcessingExceptionHandler.Response.resume();
  }

  @Override
  public ProductionExceptionHandler.Response handleError(
      ErrorHandlerContext context, ProducerRecord<byte[], byte[]> record, Exception exception) {
    if (!(exception instanceof RecordTooLargeException)) {
      return ProductionExceptionHandler.Response.fail();
    }
    LOG.error(
        "Output too large, left out: output={} topic={} partition={} offset={}",
        record.topic(),
        context.topic(),
        context.partition(),
        context.offset(),
        exception);
    return ProductionExceptionHandler.Response.resume();
  }
}
