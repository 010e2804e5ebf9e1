// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.freshet.coordinator.progress.SourceOffsets;
import dev.freshet.coordinator.rulesets.RuleBooks;
import dev.freshet.coordinator.streams.Patience;
import dev.freshet.events.avro.CacheStateEvent;
import dev.freshet.events.avro.EventRejected;
import dev.freshet.events.topics.Topics;
import dev.freshet.events.wire.AvroCodec;
import dev.freshet.events.wire.RecordAddress;
import dev.freshet.testkit.FakeClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.errors.ProcessingExceptionHandler;
import org.apache.kafka.streams.errors.ProductionExceptionHandler;
import org.apache.kafka.streams.errors.internals.DefaultErrorHandlerContext;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FailureHandlerTest {
  private final Topics topics = new Topics("test");
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final AvroCodec codec = AvroCodec.forRegistry("mock://failures");
  private final FailureHandler handler = new FailureHandler();
  private final ProcessingExceptionHandler steps = handler;
  private final ProductionExceptionHandler outputs = handler;

  FailureHandlerTest() {
    MappingSettings settings =
        new MappingSettings(topics, List.of(topics.events()), Duration.ofMillis(250), "origin");
    MappingParts parts =
        new MappingParts(
            codec,
            () -> SourceOffsets.View.UNKNOWN,
            new RuleBooks(meters),
            Patience.within(Patience.DEFAULT),
            meters,
            FakeClock.create());
    handler.configure(FailureHandler.properties(settings, parts));
  }

  @Test
  void shouldSendRecordThatBreaksStepToDeadLettersAndGoOn() {
    Record<byte[], byte[]> content =
        new Record<>(bytes("key"), bytes("value"), 5, new RecordHeaders());
    InFlight.Source source =
        new InFlight.Source(new RecordAddress(topics.events(), 3, 77), content);
    InFlight inFlight = new InFlight.Rejected(source, "c", "reason", "message", null);
    Record<byte[], InFlight> record = new Record<>(bytes("key"), inFlight, 5);

    ProcessingExceptionHandler.Response response =
        steps.handleError(context(topics.events()), record, new IllegalStateException("bug"));

    assertEquals(ProcessingExceptionHandler.Result.RESUME, response.result());
    ProducerRecord<byte[], byte[]> letter = response.deadLetterQueueRecords().get(0);
    assertEquals(topics.deadLetters(), letter.topic());
    assertArrayEquals(bytes("value"), letter.value());
    assertEquals("step-failed", header(letter, "freshet_reason"));
    assertEquals("77", header(letter, "freshet_offset"));
    assertEquals("step-failed", report(response.deadLetterQueueRecords().get(1)).getReason());
    assertEquals(1, meters.get("freshet.dlq").tag("reason", "step-failed").counter().count());
  }

  @Test
  void shouldLogWithWhatTiesTheLineToItsEvent() {
    Record<byte[], byte[]> content =
        new Record<>(bytes("key"), bytes("value"), 5, new RecordHeaders());
    InFlight.Source source =
        new InFlight.Source(new RecordAddress(topics.events(), 3, 77), content);
    InFlight inFlight = new InFlight.Rejected(source, "trace-1", "reason", "message", null);

    try (HeardLog log = new HeardLog(FailureHandler.class)) {
      var unused =
          steps.handleError(
              context(topics.events()),
              new Record<>(bytes("key"), inFlight, 5),
              new IllegalStateException("bug"));
      var unusedToo = steps.handleError(context(null), null, new IllegalStateException("bug"));

      assertEquals(List.of("trace-1", ""), log.correlations());
    }
  }

  @Test
  void shouldStopIfClusterIsAtFault() {
    ProcessingExceptionHandler.Response response =
        steps.handleError(context(topics.events()), null, new TimeoutException("no broker"));

    assertEquals(ProcessingExceptionHandler.Result.FAIL, response.result());
    assertEquals(List.of(), response.deadLetterQueueRecords());
  }

  @Test
  void shouldLeaveOutMarkerThatCannotBeMade() {
    ProcessingExceptionHandler.Response response =
        steps.handleError(context(null), null, new IllegalStateException("bug"));

    assertEquals(ProcessingExceptionHandler.Result.RESUME, response.result());
    assertEquals(List.of(), response.deadLetterQueueRecords());
  }

  @Test
  void shouldWriteSmallDeadLetterForOutputThatIsTooLarge() {
    ProducerRecord<byte[], byte[]> output =
        new ProducerRecord<>(topics.deadLetters(), bytes("key"), bytes("large"));

    ProductionExceptionHandler.Response response =
        outputs.handleError(
            context(topics.events()), output, new RecordTooLargeException("too large"));

    assertEquals(ProductionExceptionHandler.Result.RESUME, response.result());
    ProducerRecord<byte[], byte[]> letter = response.deadLetterQueueRecords().get(0);
    assertNull(letter.key());
    assertNull(letter.value());
    assertEquals("output-too-large", header(letter, "freshet_reason"));
    assertEquals("9", header(letter, "freshet_offset"));
  }

  @Test
  void shouldStopIfOutputCannotBeWritten() {
    ProductionExceptionHandler.Response response =
        outputs.handleError(
            context(topics.events()),
            new ProducerRecord<>(topics.commands(), bytes("key"), bytes("value")),
            new TopicAuthorizationException("no"));

    assertEquals(ProductionExceptionHandler.Result.FAIL, response.result());
  }

  private EventRejected report(ProducerRecord<byte[], byte[]> record) {
    CacheStateEvent event =
        codec.decode(
            MappingDriver.somewhere(record.topic()), record.value(), CacheStateEvent.class);
    return (EventRejected) event.getDetails();
  }

  private static DefaultErrorHandlerContext context(@Nullable String topic) {
    return new DefaultErrorHandlerContext(
        null, topic, 3, 9, new RecordHeaders(), "step", new TaskId(0, 3), 5, null, null);
  }

  private static @Nullable String header(ProducerRecord<byte[], byte[]> record, String name) {
    return MappingDriver.header(record.headers(), name);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
