// SPDX-License-Identifier: Apache-2.0
package dev.freshet.events.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.events.avro.CacheStateEvent;
import dev.freshet.events.avro.Invalidated;
import dev.freshet.events.avro.InvalidationCommand;
import dev.freshet.events.avro.NodeJoined;
import dev.freshet.events.avro.ProgressMarker;
import dev.freshet.events.avro.RuleSetApplied;
import dev.freshet.events.avro.RuleSetRevision;
import dev.freshet.events.wire.UndecodableRecordException.Reason;
import dev.freshet.example.payment.PaymentSuccess;
import io.confluent.kafka.schemaregistry.client.MockSchemaRegistryClient;
import io.confluent.kafka.serializers.KafkaAvroSerializer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AvroCodecTest {
  private static final String TOPIC = "freshet.commands";
  private static final RecordAddress AT = new RecordAddress(TOPIC, 1, 17);

  private final MockSchemaRegistryClient registry = new MockSchemaRegistryClient();
  private final AvroCodec codec = new AvroCodec(registry);

  @Test
  void shouldReadBackEachKindOnATopicOfSeveralKinds() {
    InvalidationCommand command = command("t|user:42");
    ProgressMarker marker =
        ProgressMarker.newBuilder()
            .setTask("0_1")
            .setSources(List.of())
            .setSourcePartitions(List.of())
            .setWrittenAtMs(1)
            .build();

    byte[] first = codec.encode(TOPIC, command);
    byte[] second = codec.encode(TOPIC, marker);

    assertEquals(command, assertInstanceOf(InvalidationCommand.class, codec.decode(AT, first)));
    assertEquals(marker, assertInstanceOf(ProgressMarker.class, codec.decode(AT, second)));
    assertEquals(command, codec.decode(AT, first, InvalidationCommand.class));
  }

  @Test
  void shouldRegisterASchemaUnderTopicAndRecordNameAsItStandsInItsFile() throws Exception {
    byte[] bytes = codec.encode(TOPIC, command("*"));

    assertEquals(
        List.of("freshet.commands-dev.freshet.events.avro.InvalidationCommand"),
        List.copyOf(registry.getAllSubjects()));
    String registered = registry.getSchemaById(bytes[4]).canonicalString();
    assertFalse(registered.contains("avro.java.string"), registered);
  }

  @Test
  void shouldWriteTheSecondRecordOfAKindAsTheGenuineSerializerDoes() throws Exception {
    byte[] ofCommand = codec.encode(TOPIC, command("*"));
    byte[] ofPayment = codec.encode("payments", payment());

    byte[] command = codec.encode(TOPIC, command("t|user:42"));
    byte[] payment = codec.encode("payments", payment());

    AvroCodec another = new AvroCodec(registry);
    assertArrayEquals(another.encode(TOPIC, command("t|user:42")), command);
    assertArrayEquals(ofPayment, payment);
    assertEquals(ofCommand[4], command[4]);
  }

  @Test
  void shouldRegisterARecordOnEachTopicItIsWrittenTo() throws Exception {
    for (int times = 0; times < 2; times++) {
      byte[] unused = codec.encode(TOPIC, command("*"));
      unused = codec.encode("other", command("*"));
    }

    assertEquals(
        Set.of(
            TOPIC + "-dev.freshet.events.avro.InvalidationCommand",
            "other-dev.freshet.events.avro.InvalidationCommand"),
        Set.copyOf(registry.getAllSubjects()));
  }

  @Test
  void shouldRefuseARecordWithoutARequiredValueWhateverWasWrittenBefore() {
    byte[] before = codec.encode(TOPIC, command("*"));
    InvalidationCommand halfway = new InvalidationCommand();
    halfway.put(0, "t|half");

    assertThrows(UnencodableRecordException.class, () -> codec.encode(TOPIC, halfway));

    assertArrayEquals(before, codec.encode(TOPIC, command("*")));
  }

  @Test
  void shouldWriteReportsAsTheGenuineSerializerDoes() {
    List<SpecificRecord> details =
        List.of(
            new Invalidated("t|user:42", "set", "rule", 3L, "e-1", "user.updated"),
            new Invalidated("*", null, null, null, null, null),
            new RuleSetApplied("set", 3L));
    for (SpecificRecord detail : details) {
      CacheStateEvent event = new CacheStateEvent("1", 2L, "me", "it", detail);
      AvroCodec another = new AvroCodec(registry);
      byte[] first = another.encode(TOPIC, event);

      assertArrayEquals(first, another.encode(TOPIC, event));
      assertEquals(event, another.decode(AT, first));
    }
  }

  @Test
  void shouldWriteSmallRecordsAfterALargeOne() {
    byte[] before = codec.encode(TOPIC, command("*"));

    byte[] large = codec.encode(TOPIC, command("t|" + "x".repeat(100_000)));

    assertTrue(large.length > 100_000);
    assertArrayEquals(before, codec.encode(TOPIC, command("*")));
  }

  @Test
  void shouldReadWhatAGenuineProducerWroteUnderTheDefaultSubject() {
    PaymentSuccess event = payment();
    byte[] bytes;
    try (KafkaAvroSerializer serializer =
        new KafkaAvroSerializer(registry, Map.of("schema.registry.url", "mock://unused"))) {
      bytes = serializer.serialize("payments", event);
    }

    assertEquals(event, codec.decode(AT, bytes, PaymentSuccess.class));
    assertEquals(event.getPaidAt(), codec.decodeGeneric(AT, bytes).get("paidAt"));
  }

  @Test
  void shouldRefuseEveryTruncationAndNothingElseButTruncation() {
    byte[] bytes = codec.encode(TOPIC, command("t|user:42"));

    for (int length = 1; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertEquals(Reason.TRUNCATED, refusal(cut), "first " + length + " bytes");
    }
  }

  @Test
  void shouldGiveAReasonForWhatIsNoRecord() {
    byte[] bytes = codec.encode(TOPIC, command("t|user:42"));
    byte[] unknownSchema = bytes.clone();
    unknownSchema[3] = 77;
    byte[] negativeLength = bytes.clone();
    negativeLength[5] = 1;
    byte[] endlessNumber = Arrays.copyOf(bytes, 20);
    Arrays.fill(endlessNumber, 5, 20, (byte) 0xff);

    assertEquals(Reason.EMPTY, refusal(null));
    assertEquals(Reason.EMPTY, refusal(new byte[0]));
    assertEquals(Reason.NOT_AVRO, refusal("{\"a\":1}".getBytes(StandardCharsets.UTF_8)));
    assertEquals(Reason.UNKNOWN_SCHEMA, refusal(unknownSchema));
    assertEquals(Reason.MALFORMED, refusal(negativeLength));
    assertEquals(Reason.MALFORMED, refusal(endlessNumber));
  }

  @Test
  void shouldRefuseARecordOfAnotherType() {
    byte[] bytes = codec.encode(TOPIC, command("t|user:42"));

    var error =
        assertThrows(
            UndecodableRecordException.class, () -> codec.decode(AT, bytes, NodeJoined.class));

    assertEquals(Reason.MALFORMED, error.reason());
    assertEquals("malformed", error.reason().code());
    assertTrue(
        String.valueOf(error.getMessage())
            .startsWith("freshet.commands:1:17: the bytes are no NodeJoined"));
  }

  @Test
  void shouldRefuseHugeLengthsWithoutReservingMemoryForThem() {
    byte[] bytes = codec.encode(TOPIC, command("t|user:42"));
    byte[] huge = Arrays.copyOf(bytes, 16);
    // As a variable-length integer: a string of a thousand million bytes.
    System.arraycopy(
        new byte[] {(byte) 0x80, (byte) 0xa8, (byte) 0xd6, (byte) 0xb9, 7}, 0, huge, 5, 5);

    assertEquals(Reason.TRUNCATED, refusal(huge));
  }

  @Test
  void shouldRefuseARecordNestedWithoutEnd() {
    Schema writer =
        new Schema.Parser()
            .parse(
                """
                {"type":"record","name":"NodeJoined","namespace":"dev.freshet.events.avro","fields":[
                  {"name":"more","type":{"type":"record","name":"Node","fields":[
                    {"name":"next","type":["null","Node"]}]}},
                  {"name":"node","type":"string"},{"name":"incarnation","type":"string"}]}""");
    GenericRecord more =
        new GenericRecordBuilder(writer.getField("more").schema()).set("next", null).build();
    byte[] one =
        codec.encode(
            TOPIC,
            new GenericRecordBuilder(writer)
                .set("more", more)
                .set("node", "n")
                .set("incarnation", "i")
                .build());
    byte[] deep = Arrays.copyOf(one, 1_000_000);
    // Branch 1 of the union, again and again: each byte is one level deeper.
    Arrays.fill(deep, 5, deep.length - 1, (byte) 2);

    assertEquals("n", codec.decode(AT, one, NodeJoined.class).getNode());
    var error =
        assertThrows(
            UndecodableRecordException.class, () -> codec.decode(AT, deep, NodeJoined.class));
    assertEquals(Reason.MALFORMED, error.reason());
  }

  @Test
  void shouldServeManyThreadsAtOnce() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Callable<Boolean>> work = new ArrayList<>();
      for (int i = 0; i < 4_000; i++) {
        InvalidationCommand command = command("t|user:" + i);
        RuleSetRevision revision = revision("set" + i);
        work.add(() -> command.equals(codec.decode(AT, codec.encode(TOPIC, command))));
        work.add(() -> revision.equals(codec.decode(AT, codec.encode("rules", revision))));
      }

      for (Future<Boolean> result : threads.invokeAll(work)) {
        assertTrue(result.get());
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private Reason refusal(byte @Nullable [] value) {
    return assertThrows(UndecodableRecordException.class, () -> codec.decode(AT, value)).reason();
  }

  static InvalidationCommand command(String target) {
    return InvalidationCommand.newBuilder()
        .setTarget(target)
        .setOrigin("coordinator-1")
        .setReason("by hand")
        .setIssuedAtMs(1_700_000_000_000L)
        .build();
  }

  private static RuleSetRevision revision(String name) {
    return RuleSetRevision.newBuilder()
        .setName(name)
        .setRevision(3)
        .setContentHash("00")
        .setAuthor("ann")
        .setReason("")
        .setAppliedAtMs(5)
        .setYaml("kind: InvalidationRules")
        .build();
  }

  private static PaymentSuccess payment() {
    return PaymentSuccess.newBuilder()
        .setPaymentId("p-1")
        .setUserId(42)
        .setBillId("b-7")
        .setAmount(12.5)
        .setCurrency("EUR")
        .setStatus("settled")
        .setPaidAt(Instant.parse("2026-03-01T10:15:30Z"))
        .build();
  }
}
