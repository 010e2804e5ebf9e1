// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.config;

import dev.freshet.rules.source.NearestName;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the environment says. Stateless. */
final class Variables {
  private static final String PREFIX = "FRESHET_";

  /** Of the launcher, and of the tests of this project. */
  private static final List<String> OF_OTHERS = List.of("FRESHET_JAVA_OPTS", "FRESHET_TEST_");

  private Variables() {}

  /** Settings by their names. A variable that is empty counts as not set. */
  static Map<String, String> read(Map<String, String> environment, List<String> problems) {
    Map<String, String> settings = new TreeMap<>();
    for (var variable : new TreeMap<>(environment).entrySet()) {
      String name = variable.getKey();
      if (!name.startsWith(PREFIX) || OF_OTHERS.stream().anyMatch(name::startsWith)) {
        continue;
      }
      Optional<String> setting = setting(name);
      if (setting.isEmpty()) {
        problems.add("environment: unknown variable " + name + help(name));
      } else if (!variable.getValue().isBlank()) {
        settings.put(setting.get(), variable.getValue().strip());
      }
    }
    return settings;
  }

  private static Optional<String> setting(String variable) {
    for (Setting<?> setting : Settings.all()) {
      if (!setting.isFamily() && variable.equals(setting.variable())) {
        return Optional.of(setting.name());
      }
      String stem = stem(setting);
      if (setting.isFamily() && variable.startsWith(stem) && variable.length() > stem.length()) {
        String rest = variable.substring(stem.length());
        return Optional.of(setting.stem() + rest.toLowerCase(Locale.ROOT).replace('_', '.'));
      }
    }
    return Optional.empty();
  }

  private static String stem(Setting<?> setting) {
    return setting.variable().replace("*", "");
  }

  private static String help(String variable) {
    @Nullable String help =
        NearestName.help(variable, Settings.all().stream().map(Setting::variable).toList());
    return help == null ? ", expected one of docs/configuration.md" : ", " + help;
  }
}
