// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.DescriptorProtos.UninterpretedOption.NamePart;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Values without an encoding, and bytes that are well-formed and still no value. */
class CodecRefusalTest {

  @Test
  void shouldRefuseTextThatIsNone() {
    assertThrows(CodecException.class, () -> Codec.string().encode("half \uD83D"));
    assertThrows(CodecException.class, () -> Codec.string().decode(new byte[] {(byte) 0xC3}));
    assertThrows(
        CodecException.class, () -> Codec.string().decode(new byte[] {(byte) 0xC0, (byte) 0x80}));
  }

  @Test
  void shouldRefuseNullForAValue() {
    assertThrows(
        CodecException.class, () -> Codec.json(String.class).decode("null".getBytes(UTF_8)));
    assertThrows(
        CodecException.class,
        () -> MessagePackCodec.of(String.class).decode(new byte[] {(byte) 0xC0}));
  }

  @Test
  void shouldRefuseValuesThatContainThemselves() {
    List<Object> circle = new ArrayList<>();
    circle.add(circle);

    assertThrows(CodecException.class, () -> Codec.<Object>json(Object.class).encode(circle));
    assertThrows(
        CodecException.class, () -> MessagePackCodec.<Object>of(Object.class).encode(circle));
  }

  @Test
  void shouldRefuseMessagesWithoutARequiredField() {
    ProtobufCodec<NamePart> codec = ProtobufCodec.of(NamePart.parser());

    assertThrows(CodecException.class, () -> codec.encode(NamePart.newBuilder().buildPartial()));
    assertThrows(CodecException.class, () -> codec.decode(new byte[0]));
  }

  @Test
  void shouldNameNoValueWhenItRefusesOne() {
    CodecException refused =
        assertThrows(
            CodecException.class,
            () -> Codec.json(Integer.class).decode("\"secret\"".getBytes(UTF_8)));

    assertFalse(String.valueOf(refused.getMessage()).contains("secret"));
    assertNull(refused.getCause());
  }
}
