// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.mapping;

import dev.freshet.coordinator.streams.Faults;
import dev.freshet.events.wire.RecordAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProcessingExceptionHandler;
import org.apache.kafka.streams.errors.ProductionExceptionHandler;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens when a step throws or an output cannot be written: if the record is at fault it goes
 * to the dead letters and the stream goes on; if the world is (registry, cluster), the thread stops
 * before the record's offset is committed, and the record is mapped again.
 *
 * <p>Streams makes instances from {@link #properties}. Safe for any thread.
 */
public final class FailureHandler
    implements ProcessingExceptionHandler, ProductionExceptionHandler {
  static final String STEP_FAILED = "step-failed";
  static final String OUTPUT_TOO_LARGE = "output-too-large";

  private static final Logger LOG = LoggerFactory.getLogger(FailureHandler.class);
  private static final String WORKBENCH = "freshet.mapping.workbench";

  private @Nullable Workbench bench;

  /** For Streams, which configures the instance next. */
  public FailureHandler() {}

  /** The properties by which Streams handles failures of this mapping. */
  public static Map<String, Object> properties(MappingSettings settings, MappingParts parts) {
    return Map.of(
        "processing.exception.handler",
        FailureHandler.class,
        "processing.exception.handler.global.enabled",
        true,
        "production.exception.handler",
        FailureHandler.class,
        WORKBENCH,
        new Workbench(settings, parts));
  }

  @Override
  public void configure(Map<String, ?> configs) {
    bench = (Workbench) configs.get(WORKBENCH);
  }

  private Workbench bench() {
    if (bench == null) {
      throw new IllegalStateException("failure handler: found no " + WORKBENCH + ", expected one");
    }
    return bench;
  }

  @Override
  public ProcessingExceptionHandler.Response handleError(
      ErrorHandlerContext context, @Nullable Record<?, ?> record, Exception exception) {
    if (Faults.isTheWorlds(exception)) {
      return ProcessingExceptionHandler.Response.fail();
    }
    bench().metrics().deadLetter(STEP_FAILED);
    if (context.topic() == null) {
      // A punctuation: there is no record. The next marker says all that this one would have, and
      // held commands that were not sent are still due.
      logFailedStep(context, exception);
      return ProcessingExceptionHandler.Response.resume();
    }
    InFlight.Rejected rejected = rejected(context, record, exception);
    Correlation.during(rejected.correlation(), () -> logFailedStep(context, exception));
    return ProcessingExceptionHandler.Response.resume(List.of(letter(rejected), report(rejected)));
  }

  private static void logFailedStep(ErrorHandlerContext context, Exception exception) {
    LOG.error(
        "Step failed: step={} topic={} partition={} offset={}",
        context.processorNodeId(),
        context.topic(),
        context.partition(),
        context.offset(),
        exception);
  }

  /** Streams lets go of the original bytes with the first output; what is in flight keeps them. */
  private static InFlight.Rejected rejected(
      ErrorHandlerContext context, @Nullable Record<?, ?> record, Exception exception) {
    if (record != null && record.value() instanceof InFlight inFlight) {
      return new InFlight.Rejected(
          inFlight.source(), inFlight.correlation(), STEP_FAILED, exception.toString(), null);
    }
    InFlight.Source source =
        new InFlight.Source(
            address(context),
            new Record<>(
                context.sourceRawKey(),
                context.sourceRawValue(),
                context.timestamp(),
                context.headers()));
    return new InFlight.Rejected(
        source, Correlation.of(source), STEP_FAILED, exception.toString(), null);
  }

  @Override
  public ProductionExceptionHandler.Response handleError(
      ErrorHandlerContext context, ProducerRecord<byte[], byte[]> record, Exception exception) {
    if (!(exception instanceof RecordTooLargeException)) {
      return ProductionExceptionHandler.Response.fail();
    }
    bench().metrics().deadLetter(OUTPUT_TOO_LARGE);
    if (context.topic() == null) {
      logTooLarge(context, record, exception);
      return ProductionExceptionHandler.Response.resume();
    }
    String message =
        record.topic() + ": the output is too large, the event stands where it was read";
    String correlation =
        Correlation.of(
            new InFlight.Source(address(context), new Record<>(null, null, 0, context.headers())));
    Correlation.during(correlation, () -> logTooLarge(context, record, exception));
    // Without anything of the original, whose size is the matter.
    InFlight.Rejected rejected =
        new InFlight.Rejected(
            new InFlight.Source(address(context), new Record<>(null, null, 0, new RecordHeaders())),
            correlation,
            OUTPUT_TOO_LARGE,
            message,
            null);
    return ProductionExceptionHandler.Response.resume(List.of(letter(rejected), report(rejected)));
  }

  private static void logTooLarge(
      ErrorHandlerContext context, ProducerRecord<byte[], byte[]> output, Exception exception) {
    LOG.error(
        "Output too large, left out: output={} topic={} partition={} offset={}",
        output.topic(),
        context.topic(),
        context.partition(),
        context.offset(),
        exception);
  }

  private static RecordAddress address(ErrorHandlerContext context) {
    return new RecordAddress(context.topic(), context.partition(), context.offset());
  }

  private ProducerRecord<byte[], byte[]> letter(InFlight.Rejected rejected) {
    Record<byte[], byte[]> original = rejected.source().content();
    return record(
        bench().topics().deadLetters(),
        original.key(),
        original.value(),
        rejected.letter().headers());
  }

  private ProducerRecord<byte[], byte[]> report(InFlight.Rejected rejected) {
    Record<String, byte[]> report = bench().reports().rejected(rejected);
    return record(
        bench().topics().cacheState(),
        report.key().getBytes(StandardCharsets.UTF_8),
        report.value(),
        report.headers());
  }

  private ProducerRecord<byte[], byte[]> record(
      String topic, byte @Nullable [] key, byte @Nullable [] value, Headers headers) {
    return new ProducerRecord<>(topic, null, bench().nowMs(), key, value, headers);
  }
}
