// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTextCodecTest {
  private final Codec<byte[]> text = Codec.jsonText();
  private final Codec<Map<String, Integer>> typed = Codec.json(Map.class);

  @Test
  void shouldReadAndBeReadByTheCodecsOfTypedValues() {
    byte[] written = typed.encode(Map.of("total", 7));

    assertArrayEquals(written, text.decode(typed.id(), written));
    assertEquals(Map.of("total", 7), typed.decode(text.id(), text.encode(written)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "7", "\"text\"", " [1, {\"a\": []}] \n"})
  void shouldLeaveAnyJsonValueAsItIs(String json) {
    assertEquals(json, new String(text.decode(json.getBytes(UTF_8)), UTF_8));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "{", "{\"a\" 1}", "1 2", "[1] x", "nul", "\u0000"})
  void shouldRefuseWhatIsNotOneJsonValue(String broken) {
    assertThrows(CodecException.class, () -> text.decode(2, broken.getBytes(UTF_8)));
  }

  @Test
  void shouldNameTheMediaTypeOfEachCodec() {
    assertEquals("application/json", text.mediaType());
    assertEquals("application/json", typed.mediaType());
    assertEquals("application/octet-stream", Codec.bytes().mediaType());
    assertEquals("text/plain; charset=utf-8", Codec.string().mediaType());
    assertEquals("application/vnd.msgpack", MessagePackCodec.of(String.class).mediaType());
    assertEquals(
        "text/plain; charset=utf-8",
        Codec.string().alsoReading(Codec.json(String.class)).mediaType());
  }
}
