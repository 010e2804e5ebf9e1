// SPDX-License-Identifier: Apache-2.0
package dev.freshet.events.cloudevents;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.freshet.events.wire.RecordAddress;
import dev.freshet.events.wire.UndecodableRecordException;
import java.util.Arrays;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonObjectTest {
  private static final RecordAddress ADDRESS = new RecordAddress("t", 0, 0);
  private static final String EVERYTHING =
      """
      {"text": "\\u00e9\\n", "": "", "yes": true, "no": false, "none": null, "int": 7,
       "long": -9223372036854775808, "beyond": 9223372036854775808, "more": [-9223372036854775809],
       "real": 0.1, "huge": 1e999, "tiny": -0.0, "whole": 1E2, "nothing": [], "empty": {},
       "list": [1, "a", null, [true, {"deep": [2.5]}], {"x": {"y": {"z": 1}}}]}
      """;

  @Test
  void shouldMakeOfABytesPrefixWhatTheTreeMakesOfIt() {
    byte[] all = EVERYTHING.getBytes(UTF_8);
    for (int length = 0; length <= all.length; length++) {
      assertSame(Arrays.copyOf(all, length));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        " {\"a\":1} ",
        "[]",
        "null",
        "1",
        "\"text\"",
        "",
        "   ",
        "{\"a\":1} 2",
        "{\"a\":1}}",
        "{\"a\":1,\"a\":2}",
        "{\"a\":null,\"a\":null}",
        "{\"o\":{\"a\":1,\"a\":1}}",
        "{\"a\":01}",
        "{\"a\":NaN}",
        "{\"a\":'x'}",
        "{a:1}",
        "{\"a\":1,}",
        "{\"a\":[1,]}",
        "\uFEFF{\"a\":1}",
        "{\"a\":\"\u0001\"}",
      })
  void shouldMakeOfATextWhatTheTreeMakesOfIt(String text) {
    assertSame(text.getBytes(UTF_8));
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 2_000, 50_000})
  void shouldRefuseWhatIsNestedTooDeepAsTheTreeDoes(int depth) {
    assertSame(("{\"a\":".repeat(depth) + "1" + "}".repeat(depth)).getBytes(UTF_8));
    assertSame(("{\"a\":" + "[".repeat(depth) + "]".repeat(depth) + "}").getBytes(UTF_8));
  }

  private static void assertSame(byte[] bytes) {
    assertEquals(
        outcome(JsonObjectTest::byTree, bytes),
        outcome(JsonObject::read, bytes),
        new String(bytes, UTF_8));
  }

  private static Map<String, @Nullable Object> byTree(RecordAddress address, byte[] bytes) {
    return JsonTree.objectOf(address, JsonTree.parse(address, bytes));
  }

  /** The map, or how it was refused. */
  private static Object outcome(
      BiFunction<RecordAddress, byte[], Map<String, @Nullable Object>> reader, byte[] bytes) {
    try {
      return reader.apply(ADDRESS, bytes);
    } catch (UndecodableRecordException refused) {
      return refused.reason() + " " + refused.getMessage();
    }
  }
}
