// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.diff;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ConditionTextTest {

  @Test
  void shouldLayOutAsPeopleDo() {
    assertLaidOut("data.amount > 0", "data . amount>0");
    assertLaidOut(
        "data.amount > -1.5e-3 && !has(data.test)", "data.amount>-1.5e-3&&! has( data.test )");
    assertLaidOut("a - -b - 1", "a- - b-1");
    assertLaidOut("data.kind in [\"a\", \"b\"]", "data.kind in[\"a\",\"b\"]");
    assertLaidOut("data.items[0].exists(i, i.n == 2)", "data.items [ 0 ] .exists(i,i.n==2)");
    assertLaidOut("a ? b : c", "a?b:c");
    assertLaidOut("a || b", "a // why\n  || b // and why not");
  }

  @Test
  void shouldKeepTextsAsTheyAre() {
    assertLaidOut("a == \"x  // y\"", "a=='x'".replace("'x'", "\"x  // y\""));
    assertLaidOut("a == 'it\\'s  so'", "a  ==  'it\\'s  so'");
    assertLaidOut("a.matches(r'\\d  \\')", "a.matches( r'\\d  \\' )");
    assertLaidOut("a == \"\"\"b\n  \"c\"  d\"\"\"", "a==\"\"\"b\n  \"c\"  d\"\"\"");
  }

  @Test
  void shouldTakeAnyText() {
    String odd = "\"open 'and' \"\"\" r\" b\" \\ @ \u0000 ???";

    assertEquals(ConditionText.of(odd), ConditionText.of(ConditionText.of(odd)));
    assertEquals("", ConditionText.of(" \n "));
  }

  private static void assertLaidOut(String expected, String text) {
    assertEquals(expected, ConditionText.of(text));
    assertEquals(expected, ConditionText.of(expected));
  }
}
