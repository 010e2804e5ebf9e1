// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.rulesets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.freshet.events.avro.MappingControl;
import dev.freshet.events.avro.RuleSetRevision;
import dev.freshet.events.wire.AvroCodec;
import dev.freshet.events.wire.RecordAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RuleRecordReaderTest {
  private static final MappingControl PAUSE = new MappingControl(true, "ann", "", 0L);

  private final AvroCodec codec = AvroCodec.forRegistry("mock://" + UUID.randomUUID());
  private final List<String> told = new ArrayList<>();

  @AfterEach
  void close() {
    codec.close();
  }

  @Test
  void shouldTellRecordsByTheirKeys() {
    read("a", revision("a", 3, ""));
    read("a", null);
    read("a@3", revision("a", 3, ""));
    read("a@3", null);
    read("!control", PAUSE);
    read("!control", null);

    assertEquals(
        List.of(
            "current a 3",
            "removed a",
            "archived a 3",
            "forgotten a 3",
            "control true",
            "control null"),
        told);
  }

  @Test
  void shouldRefuseCurrentRevisionsThatAreNotWhatTheySay() {
    read("a", "no Avro".getBytes(UTF_8));
    read("a", PAUSE);
    read("a", revision("b", 4, ""));
    read("a", revision("a", 5, "00"));

    assertEquals(
        List.of(
            "unreadable a 0 record is unreadable",
            "unreadable a 0 record is unreadable",
            "unreadable a 4 record key is wrong, found a, expected the name b",
            "unreadable a 5 content hash is wrong, found 00, expected " + ContentHash.of("text")),
        told.stream().map(line -> line.replaceFirst("(is unreadable).*", "$1")).toList());
  }

  @Test
  void shouldLeaveBadRevisionsOutOfHistory() {
    read("a@3", "no Avro".getBytes(UTF_8));
    read("a@3", revision("a", 4, ""));
    read("a@3", revision("b", 3, ""));
    read("a@3", revision("a", 3, "00"));

    assertEquals(List.of("forgotten a 3", "forgotten a 3", "forgotten a 3", "forgotten a 3"), told);
  }

  @Test
  void shouldRefuseControlRecordThatCannotBeRead() {
    read("!control", revision("a", 1, ""));

    assertEquals(1, told.size());
    assertEquals("unreadable !control 0", told.get(0).substring(0, 21));
  }

  /** With the right hash unless another is given. */
  private static RuleSetRevision revision(String name, long number, String hash) {
    return new RuleSetRevision(
        name,
        number,
        hash.isEmpty() ? ContentHash.of("text") : hash,
        "ann",
        "",
        0L,
        "text",
        null,
        null,
        false);
  }

  private void read(String key, @Nullable Object value) {
    byte[] bytes =
        value instanceof SpecificRecord record ? codec.encode("rules", record) : (byte[]) value;
    new RuleRecordReader(codec, new Told()).read(new RecordAddress("rules", 0, 0), key, bytes);
  }

  private final class Told implements RuleRecordReader.Listener {
    @Override
    public void current(RuleSetRevision revision) {
      told.add("current " + revision.getName() + " " + revision.getRevision());
    }

    @Override
    public void removed(String ruleSet) {
      told.add("removed " + ruleSet);
    }

    @Override
    public void archived(RuleSetRevision revision) {
      told.add("archived " + revision.getName() + " " + revision.getRevision());
    }

    @Override
    public void forgotten(String ruleSet, long revision) {
      told.add("forgotten " + ruleSet + " " + revision);
    }

    @Override
    public void control(@Nullable MappingControl control) {
      told.add("control " + (control == null ? null : control.getPaused()));
    }

    @Override
    public void unreadable(String key, long revision, String message) {
      told.add("unreadable " + key + " " + revision + " " + message);
    }
  }
}
