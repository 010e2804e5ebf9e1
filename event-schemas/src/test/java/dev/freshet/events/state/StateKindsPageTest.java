// SPDX-License-Identifier: Apache-2.0
package dev.freshet.events.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

/**
 * The table of kinds in the manual says what the schema says. With {@code -Dfreshet.golden=write}
 * it is written anew.
 */
class StateKindsPageTest {
  private static final Path PAGE = Path.of("../docs/cache-state-events.md");
  private static final String BEGIN = "<!-- kinds: made by StateKindsPageTest -->\n";
  private static final String END = "<!-- end of kinds -->";

  @Test
  void shouldListEveryKindWithItsFields() throws IOException {
    String page = Files.readString(PAGE);
    int from = page.indexOf(BEGIN) + BEGIN.length();
    int to = page.indexOf(END);
    String expected = table();

    if ("write".equals(System.getProperty("freshet.golden"))) {
      Files.writeString(PAGE, page.substring(0, from) + expected + page.substring(to));
    } else {
      assertEquals(expected, page.substring(from, to));
    }
  }

  @Test
  void shouldSayWhatEachKindAndFieldMeans() {
    for (Schema kind : StateKinds.schemas().values()) {
      assertTrue(kind.getDoc() != null && !kind.getDoc().isEmpty(), kind.getName());
      for (Schema.Field field : kind.getFields()) {
        assertTrue(field.doc() != null, kind.getName() + "." + field.name());
      }
    }
  }

  private static String table() {
    return StateKinds.schemas().values().stream()
        .map(StateKindsPageTest::row)
        .collect(Collectors.joining("\n", "| kind | says | fields |\n|---|---|---|\n", "\n"));
  }

  private static String row(Schema kind) {
    String fields =
        kind.getFields().stream()
            .map(field -> "`" + field.name() + "` " + uncapped(field.doc()))
            .collect(Collectors.joining("; "));
    return "| `" + kind.getName() + "` | " + kind.getDoc() + " | " + cell(fields) + " |";
  }

  private static String uncapped(String doc) {
    return Character.toLowerCase(doc.charAt(0)) + doc.substring(1).replaceAll("\\.$", "");
  }

  private static String cell(String text) {
    return text.replace("|", "\\|");
  }
}
