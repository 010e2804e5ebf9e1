// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.proxy;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.events.values.Template;
import java.lang.reflect.Method;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.CharBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HolesTest {
  /** A method for each type that a parameter may have, with a value of it. */
  private static final Map<String, Object> VALUES =
      Map.ofEntries(
          Map.entry("string", "text"),
          Map.entry("constant", TimeUnit.DAYS),
          Map.entry("uuid", new UUID(4, 2)),
          Map.entry("big", BigInteger.TEN),
          Map.entry("primitiveLong", 1L),
          Map.entry("boxedLong", 1L),
          Map.entry("primitiveInt", 1),
          Map.entry("boxedInt", 1),
          Map.entry("primitiveShort", (short) 1),
          Map.entry("boxedShort", (short) 1),
          Map.entry("primitiveByte", (byte) 1),
          Map.entry("boxedByte", (byte) 1),
          Map.entry("primitiveBoolean", true),
          Map.entry("boxedBoolean", true),
          Map.entry("primitiveChar", 'c'),
          Map.entry("boxedChar", 'c'),
          Map.entry("primitiveDouble", 1.5),
          Map.entry("boxedFloat", 1.5f),
          Map.entry("decimal", BigDecimal.ONE),
          Map.entry("time", Instant.EPOCH),
          Map.entry("array", new long[] {1}),
          Map.entry("list", List.of(1)));

  interface Types {
    void string(String value);

    <E extends Enum<E>> void constant(E value);

    void uuid(UUID value);

    void big(BigInteger value);

    void primitiveLong(long value);

    void boxedLong(Long value);

    void primitiveInt(int value);

    void boxedInt(Integer value);

    void primitiveShort(short value);

    void boxedShort(Short value);

    void primitiveByte(byte value);

    void boxedByte(Byte value);

    void primitiveBoolean(boolean value);

    void boxedBoolean(Boolean value);

    void primitiveChar(char value);

    void boxedChar(Character value);

    void primitiveDouble(double value);

    void boxedFloat(Float value);

    void decimal(BigDecimal value);

    void time(Instant value);

    void array(long[] value);

    void list(List<Integer> value);
  }

  interface Changing {
    void chars(CharSequence value);
  }

  interface Named {
    void dotted(@Param("data.user.id") long id, String unused, @Param("value") long other);
  }

  static Stream<Method> types() {
    return Stream.of(Types.class.getMethods());
  }

  @ParameterizedTest
  @MethodSource("types")
  void shouldTakeTheTypesThatTemplatesTake(Method method) {
    Object value = requireNonNull(VALUES.get(method.getName()), method.getName());

    assertEquals(encodes(value), takes(method));
  }

  @Test
  void shouldRefuseTextThatMayChange() throws NoSuchMethodException {
    assertFalse(takes(Changing.class.getMethod("chars", CharSequence.class)));
    assertTrue(encodes(CharBuffer.wrap("text")));
  }

  @Test
  void shouldPickArgumentsByTheNamesOfTheirHoles() throws NoSuchMethodException {
    Method method = Named.class.getMethod("dotted", long.class, String.class, long.class);

    Holes holes = Holes.of(method, List.of("value", "data.user.id"));

    assertEquals(Map.of("data.user.id", 1L, "value", 2L), holes.values(new Object[] {1L, "x", 2L}));
    assertThrows(
        IllegalArgumentException.class,
        () -> Holes.ofAll(method, List.of("value", "data.user.id")));
  }

  private static boolean takes(Method method) {
    try {
      return !Holes.of(method, List.of("value")).names().isEmpty();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static boolean encodes(Object value) {
    try {
      return !Template.encode(value).isEmpty();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
