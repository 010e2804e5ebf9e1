// SPDX-License-Identifier: Apache-2.0
package dev.freshet.events.values;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class TemplatePropertyTest {

  private static final List<Template> TEMPLATES =
      List.of(
          Template.parse("{a}:{b}"),
          Template.parse("x{a}x:x{b}x"),
          Template.parse("session:{a}:{b}"),
          Template.parse("{a}u:u{b}%"));

  @Property(tries = 5_000)
  void shouldGiveEqualTextOnlyToEqualValues(
      @ForAll("values") String a1,
      @ForAll("values") String b1,
      @ForAll("values") String a2,
      @ForAll("values") String b2) {
    for (Template template : TEMPLATES) {
      String first = template.expand(Map.of("a", a1, "b", b1)::get);
      String second = template.expand(Map.of("a", a2, "b", b2)::get);

      assertEquals(a1.equals(a2) && b1.equals(b2), first.equals(second));
    }
  }

  @Property(tries = 5_000)
  void shouldFindTheValuesThatATextWasExpandedFrom(
      @ForAll("values") String a, @ForAll("values") String b) {
    for (Template template : TEMPLATES) {
      String text = template.expand(Map.of("a", a, "b", b)::get);

      assertEquals(Optional.of(Map.of("a", a, "b", b)), template.match(text));
    }
  }

  @Property(tries = 5_000)
  void shouldFindValuesOnlyWhereTheyExpandToTheText(@ForAll("texts") String text) {
    for (Template template : TEMPLATES) {
      template.match(text).ifPresent(values -> assertEquals(text, template.expand(values::get)));
    }
  }

  @Property(tries = 2_000)
  void shouldStayDistinctAsUtf8(@ForAll("values") String one, @ForAll("values") String two) {
    byte[] first = Template.encode(one).getBytes(StandardCharsets.UTF_8);
    byte[] second = Template.encode(two).getBytes(StandardCharsets.UTF_8);

    assertEquals(one.equals(two), java.util.Arrays.equals(first, second));
  }

  @Property(tries = 1_000)
  void shouldNeverLeaveAReservedSignInAValue(@ForAll("values") String value) {
    String encoded = Template.encode(value);

    for (char reserved : ":|=*{}".toCharArray()) {
      assertFalse(encoded.indexOf(reserved) >= 0, encoded);
    }
  }

  /** Texts that fit the templates, or nearly. */
  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.strings()
        .withChars(":%ux3Aa*".toCharArray())
        .ofMaxLength(8)
        .map(text -> text.length() % 2 == 0 ? "session:" + text : text);
  }

  /** Short strings over the signs that could collide, so that equal pairs and near misses occur. */
  @Provide
  Arbitrary<String> values() {
    return Arbitraries.strings()
        .withChars(":%|=*{} ux3A0\u00e4\ud83d\ude00".toCharArray())
        .ofMaxLength(3);
  }
}
