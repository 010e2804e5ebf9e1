// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The tables of {@code docs/configuration.md} list what there is to be set, because they are made
 * of it. With {@code -Dfreshet.golden=write} they are written anew.
 */
class ConfigurationReferenceTest {
  private static final Path PAGE = Path.of("../docs/configuration.md");
  private static final String BEGIN = "<!-- settings: made by ConfigurationReferenceTest -->\n";
  private static final String END = "<!-- end of settings -->";

  private static final Map<String, String> TITLES = titles();

  /** In the order of the page: the second part of a name, and what such settings are about. */
  private static Map<String, String> titles() {
    Map<String, String> titles = new LinkedHashMap<>();
    titles.put("", "General");
    titles.put("kafka", "Kafka");
    titles.put("schema-registry", "Schema registry");
    titles.put("management", "Health and metrics");
    titles.put("log", "Log");
    titles.put("coordinator", "Coordinator");
    titles.put("api", "API of a coordinator");
    titles.put("topics", "Topics");
    titles.put("alerts", "Alerts");
    titles.put("node", "Node of a worker");
    titles.put("redis", "Redis");
    return titles;
  }

  @Test
  void shouldListEverySetting() throws IOException {
    StringBuilder tables = new StringBuilder();
    TITLES.forEach((group, title) -> tables.append(table(title, settingsOf(group))));

    Set<String> groups =
        Settings.all().stream()
            .map(ConfigurationReferenceTest::group)
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(new TreeSet<>(TITLES.keySet()), groups);
    assertSection(tables + "\n");
  }

  private static List<Setting<?>> settingsOf(String group) {
    return Settings.all().stream().filter(each -> group(each).equals(group)).toList();
  }

  private static String group(Setting<?> setting) {
    String[] parts = setting.name().split("\\.", -1);
    return parts.length == 2 ? "" : parts[1];
  }

  private static String table(String title, List<Setting<?>> settings) {
    return "\n### %s\n\n| setting, flag, variable | value | default | read by | what |\n%s%s"
        .formatted(
            title,
            "|---|---|---|---|---|\n",
            settings.stream().map(ConfigurationReferenceTest::row).collect(Collectors.joining()));
  }

  private static String row(Setting<?> setting) {
    String names = "`" + setting.name() + "`";
    names += setting.flag() == null ? "" : "<br>`" + setting.flag() + "`";
    names += "<br>`" + setting.variable() + "`";
    return "| %s | %s | %s | %s | %s%s |\n"
        .formatted(
            names,
            setting.type().expected(),
            defaults(setting),
            setting.programs().stream().map(Program::label).collect(Collectors.joining(", ")),
            setting.doc(),
            setting.secrecy() == Setting.Secrecy.SECRET ? " **Secret.**" : "");
  }

  private static String defaults(Setting<?> setting) {
    List<String> defaults = new ArrayList<>();
    if (setting.byDefault() != null) {
      defaults.add("`" + setting.byDefault() + "`");
    } else if (setting.required()) {
      defaults.add("required");
    }
    setting
        .inProfiles()
        .forEach((profile, value) -> defaults.add(profile.label() + ": `" + value + "`"));
    return String.join("<br>", defaults);
  }

  private static void assertSection(String found) throws IOException {
    String page = Files.readString(PAGE);
    int begin = page.indexOf(BEGIN) + BEGIN.length();
    int end = page.indexOf(END);
    assertTrue(begin >= BEGIN.length() && end >= begin, "the page has the marks of the tables");
    if ("write".equals(System.getProperty("freshet.golden"))) {
      Files.writeString(PAGE, page.substring(0, begin) + found + page.substring(end));
      return;
    }
    assertEquals(page.substring(begin, end), found);
  }
}
