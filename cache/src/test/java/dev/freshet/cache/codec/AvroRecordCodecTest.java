// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.example.user.UserUpdated;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.junit.jupiter.api.Test;

class AvroRecordCodecTest {
  private static final Schema OLD = user("");
  private static final Schema NEW =
      user(", {\"name\": \"city\", \"type\": \"string\", \"default\": \"unknown\"}");
  private static final Schema UNRELATED = user(", {\"name\": \"mandatory\", \"type\": \"string\"}");

  @Test
  void shouldReadEachOthersRecordsDuringARollingDeploy() {
    AvroRecordCodec<GenericRecord> oldNode = AvroRecordCodec.generic(OLD, NEW);
    AvroRecordCodec<GenericRecord> newNode = AvroRecordCodec.generic(NEW, OLD);
    GenericRecord anna = new GenericRecordBuilder(OLD).set("name", "Anna").build();
    GenericRecord berta =
        new GenericRecordBuilder(NEW).set("name", "Berta").set("city", "Bonn").build();

    GenericRecord annaThere = newNode.decode(oldNode.encode(anna));
    GenericRecord bertaThere = oldNode.decode(newNode.encode(berta));

    assertEquals(NEW, annaThere.getSchema());
    assertEquals("unknown", annaThere.get("city").toString());
    assertEquals("Berta", bertaThere.get("name").toString());
    assertEquals(OLD, bertaThere.getSchema());
  }

  @Test
  void shouldRefuseRecordsOfSchemasItWasNotToldOf() {
    byte[] written =
        AvroRecordCodec.generic(NEW)
            .encode(new GenericRecordBuilder(NEW).set("name", "Anna").build());

    CodecException refused =
        assertThrows(CodecException.class, () -> AvroRecordCodec.generic(OLD).decode(written));

    assertTrue(refused.toString().contains("fingerprint"), refused.toString());
  }

  @Test
  void shouldRefuseToEncodeARecordOfAnotherSchema() {
    GenericRecord other = new GenericRecordBuilder(NEW).set("name", "Anna").build();

    assertThrows(CodecException.class, () -> AvroRecordCodec.generic(OLD).encode(other));
  }

  @Test
  void shouldRefuseAtOnceToKnowASchemaThatItCannotRead() {
    assertThrows(IllegalArgumentException.class, () -> AvroRecordCodec.generic(UNRELATED, OLD));
  }

  @Test
  void shouldReadBackGeneratedRecordsWithTheirLogicalTypes() {
    AvroRecordCodec<UserUpdated> codec = AvroRecordCodec.specific(UserUpdated.class);
    UserUpdated user =
        UserUpdated.newBuilder()
            .setUserId(42)
            .setChangedFields(List.of("email"))
            .setEmail("anna@example.org")
            .setUpdatedAt(Instant.ofEpochMilli(1_700_000_000_123L))
            .build();

    assertEquals(user, codec.decode(codec.encode(user)));
  }

  @Test
  void shouldSpeakTheSingleObjectEncodingOfAvroItself() throws IOException {
    GenericRecord anna = new GenericRecordBuilder(OLD).set("name", "Anna").build();
    AvroRecordCodec<GenericRecord> codec = AvroRecordCodec.generic(OLD);

    byte[] ours = codec.encode(anna);
    byte[] theirs = toArray(new BinaryMessageEncoder<GenericRecord>(GenericData.get(), OLD), anna);

    assertArrayEquals(theirs, ours);
    assertEquals(
        anna, new BinaryMessageDecoder<GenericRecord>(GenericData.get(), OLD).decode(ours));
  }

  private static byte[] toArray(BinaryMessageEncoder<GenericRecord> encoder, GenericRecord value)
      throws IOException {
    ByteBuffer encoded = encoder.encode(value);
    byte[] bytes = new byte[encoded.remaining()];
    encoded.get(bytes);
    return bytes;
  }

  private static Schema user(String moreFields) {
    return new Schema.Parser()
        .parse(
            """
            {"type": "record", "name": "User", "namespace": "dev.freshet.sample",
             "fields": [{"name": "name", "type": "string"}%s]}"""
                .formatted(moreFields));
  }
}
