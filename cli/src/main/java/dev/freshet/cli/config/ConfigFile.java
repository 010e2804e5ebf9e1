// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.config;

import dev.freshet.rules.source.Issue;
import dev.freshet.rules.source.IssueCode;
import dev.freshet.rules.source.IssueLog;
import dev.freshet.rules.source.NearestName;
import dev.freshet.rules.source.SourceText;
import dev.freshet.rules.yaml.Scalar;
import dev.freshet.rules.yaml.YamlNode;
import dev.freshet.rules.yaml.YamlReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file with settings. In YAML names may be nested at any dot, and lists are texts with
 * commas. Messages name places and keys, never values. Belongs to one thread.
 */
final class ConfigFile {
  private static final char PROFILE = '%';

  private final Path file;
  private final List<String> problems;
  private final Map<String, String> settings = new TreeMap<>();

  private ConfigFile(Path file, List<String> problems) {
    this.file = file;
    this.problems = problems;
  }

  /** Settings by their names, those for a profile with {@code %PROFILE.} before them. */
  static Map<String, String> read(Path file, List<String> problems) {
    ConfigFile reader = new ConfigFile(file, problems);
    try {
      String text = Files.readString(file);
      if (file.toString().endsWith(".properties")) {
        reader.readProperties(text);
      } else {
        reader.readYaml(new SourceText(file.toString(), text));
      }
    } catch (NoSuchFileException e) {
      problems.add(file + ": found no file, expected one with settings");
    } catch (IOException e) {
      problems.add(file + ": cannot be read, expected UTF-8 text: " + e.getClass().getSimpleName());
    }
    return reader.settings;
  }

  private void readProperties(String text) throws IOException {
    Properties read = new Properties();
    try {
      read.load(new StringReader(text));
    } catch (IllegalArgumentException e) {
      problems.add(file + ": found a malformed escape, expected \\u and four digits");
      return;
    }
    read.forEach((name, value) -> put(String.valueOf(name), String.valueOf(value), "" + file));
  }

  private void readYaml(SourceText source) {
    IssueLog issues = new IssueLog(source);
    List<YamlNode> documents = YamlReader.read(issues);
    issues.issues().forEach(issue -> problems.add(issue.location() + ": " + message(issue)));
    if (issues.hasErrors()) {
      return;
    }
    if (documents.size() > 1) {
      problems.add(file + ": found " + documents.size() + " YAML documents, expected one");
    }
    for (YamlNode document : documents) {
      flatten("", document, source);
    }
  }

  /** Not the reader's words where these quote what may be half of a password. */
  private static String message(Issue issue) {
    return issue.code() == IssueCode.UNSUPPORTED_YAML
        ? "found an alias, anchor or tag, expected a value; put quotes around one that begins with"
            + " *, & or !"
        : issue.message();
  }

  private void flatten(String name, YamlNode node, SourceText source) {
    String place = String.valueOf(source.locate(node.span().start()));
    if (node instanceof YamlNode.Mapping mapping) {
      for (YamlNode.Entry entry : mapping.entries()) {
        String key = entry.key() instanceof Scalar scalar ? scalar.text() : "";
        flatten(name.isEmpty() ? key : name + "." + key, entry.value(), source);
      }
    } else if (node instanceof YamlNode.Sequence sequence) {
      List<String> items = new ArrayList<>();
      sequence.items().forEach(item -> items.add(item instanceof Scalar text ? text.text() : ""));
      put(name, String.join(",", items), place);
    } else if (node instanceof Scalar scalar) {
      put(name, scalar.isNothing() ? "" : scalar.text(), place);
    }
  }

  private void put(String name, String value, String place) {
    String problem = problem(name, value);
    if (problem == null && settings.put(name, value.strip()) != null) {
      problem = name + ": found it twice, expected it once";
    }
    if (problem != null) {
      problems.add(place + ": " + problem);
    }
  }

  private static @Nullable String problem(String name, String value) {
    String plain = name;
    if (!name.isEmpty() && name.charAt(0) == PROFILE) {
      int dot = name.indexOf('.');
      plain = name.substring(dot + 1);
      if (dot < 0 || Profile.find(name.substring(1, dot)).isEmpty()) {
        return name + ": unknown profile, expected one of " + Profile.labels();
      }
    }
    Setting<?> setting = Settings.named(plain).orElse(null);
    if (setting == null) {
      return unknown(plain);
    }
    if (setting.equals(CommonSettings.PROFILE) || setting.equals(CommonSettings.CONFIG)) {
      return "%s: found it in a file, expected %s or %s"
          .formatted(name, setting.flag(), setting.variable());
    }
    return value.isBlank() ? name + ": found nothing, expected " + setting.type().expected() : null;
  }

  private static String unknown(String name) {
    List<String> names = Settings.all().stream().map(Setting::name).toList();
    @Nullable String help = NearestName.help(name, names);
    if (Settings.named("freshet." + name).isPresent()) {
      help = "did you mean `freshet." + name + "`?";
    }
    return "unknown setting "
        + (name.isEmpty() ? "without a name" : name)
        + (help == null ? ", expected one of docs/configuration.md" : ", " + help);
  }
}
