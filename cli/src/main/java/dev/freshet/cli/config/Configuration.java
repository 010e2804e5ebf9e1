// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.config;

import io.smallrye.config.ConfigValue;
import io.smallrye.config.ProfileConfigSourceInterceptor;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What is set for a program, and by whom. Immutable and safe for any thread. */
public final class Configuration {
  private static final int FLAGS = 400;
  private static final int ENVIRONMENT = 300;
  private static final int FILE = 200;
  private static final int DEFAULTS = 100;

  private final Program program;
  private final Profile profile;
  private final String file;
  private final SmallRyeConfig config;
  private final List<String> problems;

  private Configuration(
      Program program, Profile profile, String file, SmallRyeConfig config, List<String> problems) {
    this.program = program;
    this.profile = profile;
    this.file = file;
    this.config = config;
    this.problems = new ArrayList<>(problems);
    Settings.of(program).stream().flatMap(this::look).forEach(this.problems::add);
  }

  /**
   * Reads all sources. What is wrong with them is in {@link #problems}.
   *
   * @param flags by the names of their settings
   * @param environment all variables of the process
   */
  public static Configuration read(
      Program program, Map<String, String> flags, Map<String, String> environment) {
    List<String> problems = new ArrayList<>();
    Map<String, String> variables = Variables.read(environment, problems);
    Map<String, String> early = new HashMap<>(variables);
    early.putAll(flags);
    String profile =
        early.getOrDefault(
            CommonSettings.PROFILE.name(), String.valueOf(CommonSettings.PROFILE.byDefault()));
    Optional<Path> file =
        Optional.ofNullable(early.get(CommonSettings.CONFIG.name())).map(Path::of);
    SmallRyeConfigBuilder builder =
        new SmallRyeConfigBuilder()
            .withInterceptors(new ProfileConfigSourceInterceptor(profile))
            .withSources(
                new PropertiesConfigSource(flags, "flags", FLAGS),
                new PropertiesConfigSource(variables, "environment", ENVIRONMENT),
                new PropertiesConfigSource(
                    file.map(path -> ConfigFile.read(path, problems)).orElseGet(Map::of),
                    "file",
                    FILE),
                new PropertiesConfigSource(defaults(), "defaults", DEFAULTS));
    // A profile that is none is a problem of its setting; its defaults are those for all.
    return new Configuration(
        program,
        Profile.find(profile).orElse(Profile.PRODUCTION),
        file.map(Path::toString).orElse(""),
        builder.build(),
        problems);
  }

  private static Map<String, String> defaults() {
    Map<String, String> defaults = new HashMap<>();
    for (Setting<?> setting : Settings.all()) {
      if (setting.byDefault() != null) {
        defaults.put(setting.name(), setting.byDefault());
      }
      setting
          .inProfiles()
          .forEach(
              (profile, value) ->
                  defaults.put("%" + profile.label() + "." + setting.name(), value));
    }
    return defaults;
  }

  /** All that is wrong or missing, each in a line; empty if a program can start. */
  public List<String> problems() {
    return List.copyOf(problems);
  }

  /**
   * This, if a program can start with it.
   *
   * @throws WrongSettingsException if anything is wrong or missing
   */
  public Configuration orThrow() {
    if (!problems.isEmpty()) {
      throw new WrongSettingsException(problems);
    }
    return this;
  }

  /** The profile. */
  public Profile profile() {
    return profile;
  }

  /**
   * The value of a setting that always has one.
   *
   * @throws IllegalStateException if it has none
   */
  public <T> T get(Setting<T> setting) {
    return find(setting)
        .orElseThrow(() -> new IllegalStateException(setting.name() + ": found nothing"));
  }

  /** The value of a setting, if it has one. */
  public <T> Optional<T> find(Setting<T> setting) {
    return value(setting.name()).map(value -> setting.type().reader().apply(value.getValue()));
  }

  /** The settings of a family, by what stands for the star in their names. */
  public Map<String, String> family(Setting<String> setting) {
    Map<String, String> members = new TreeMap<>();
    for (String name : names(setting)) {
      value(name)
          .ifPresent(
              value -> members.put(name.substring(setting.stem().length()), value.getValue()));
    }
    return members;
  }

  /** Every setting of the program, as people may see it. */
  public List<Effective> effective() {
    return Settings.of(program).stream()
        .flatMap(setting -> names(setting).stream().map(name -> effective(setting, name)))
        .toList();
  }

  private Effective effective(Setting<?> setting, String name) {
    return value(name)
        .map(value -> new Effective(name, shown(setting, value), origin(setting, value)))
        .orElseGet(() -> new Effective(name, "", ""));
  }

  /** Of a family those that are set, of any other itself. */
  private List<String> names(Setting<?> setting) {
    return setting.isFamily()
        ? StreamSupport.stream(config.getPropertyNames().spliterator(), false)
            .filter(name -> name.startsWith(setting.stem()))
            .sorted()
            .toList()
        : List.of(setting.name());
  }

  private Optional<ConfigValue> value(String name) {
    return Optional.of(config.getConfigValue(name)).filter(value -> value.getValue() != null);
  }

  private Stream<String> look(Setting<?> setting) {
    return names(setting).stream().flatMap(name -> problem(setting, name).stream());
  }

  private Optional<String> problem(Setting<?> setting, String name) {
    Optional<ConfigValue> value = value(name);
    if (value.isEmpty()) {
      return setting.required() ? Optional.of(missing(setting)) : Optional.empty();
    }
    if (setting.isFamily()) {
      return KafkaProperties.problem(name.substring(setting.stem().length()))
          .map(help -> "%s (%s): unknown, %s".formatted(name, origin(setting, value.get()), help));
    }
    try {
      Object unused = setting.type().reader().apply(value.get().getValue());
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(
          "%s (%s): found '%s', expected %s"
              .formatted(
                  name,
                  origin(setting, value.get()),
                  shown(setting, value.get()),
                  setting.type().expected()));
    }
  }

  private static String missing(Setting<?> setting) {
    return "%s: found nothing, expected %s; set %s, %s or the key in a file"
        .formatted(setting.name(), setting.type().expected(), setting.flag(), setting.variable());
  }

  private static String shown(Setting<?> setting, ConfigValue value) {
    boolean secret = setting.isFamily() && KafkaProperties.isSecret(value.getName());
    return (secret ? Setting.Secrecy.SECRET : setting.secrecy()).show(value.getValue());
  }

  private String origin(Setting<?> setting, ConfigValue value) {
    boolean profiled = value.getProfile() != null;
    return switch (value.getConfigSourceOrdinal()) {
      case FLAGS -> String.valueOf(setting.flag());
      case ENVIRONMENT -> setting.isFamily() ? "environment" : setting.variable();
      case DEFAULTS -> profiled ? "profile " + profile.label() : "default";
      default -> file + (profiled ? " for " + profile.label() : "");
    };
  }

  /**
   * A setting as people may see it.
   *
   * @param value secrets as stars; empty if nothing is set
   * @param origin who set it; empty if nobody did
   */
  public record Effective(String name, String value, String origin) {
    @Override
    public String toString() {
      return name + "=" + value;
    }
  }
}
