// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.config;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** Gives a command the flags of the settings of the program of its name. Stateless. */
public final class SettingFlags implements IModelTransformer {
  @Override
  public CommandSpec transform(CommandSpec command) {
    for (Setting<?> setting : Settings.of(program(command))) {
      if (setting.flag() != null) {
        command.addOption(option(setting, setting.flag()));
      }
    }
    return command;
  }

  /** What was typed, with the environment of this process. */
  public static Configuration read(CommandSpec command) {
    return Configuration.read(program(command), typed(command), System.getenv());
  }

  private static Map<String, String> typed(CommandSpec command) {
    ParseResult parsed = command.commandLine().getParseResult();
    Map<String, String> typed = new HashMap<>();
    for (Setting<?> setting : Settings.of(program(command))) {
      if (setting.flag() != null && parsed.hasMatchedOption(setting.flag())) {
        List<String> values = parsed.matchedOption(setting.flag()).stringValues();
        typed.put(setting.name(), String.join(",", values));
      }
    }
    return typed;
  }

  private static Program program(CommandSpec command) {
    return Program.valueOf(command.name().toUpperCase(Locale.ROOT));
  }

  private static OptionSpec option(Setting<?> setting, String flag) {
    OptionSpec.Builder option = OptionSpec.builder(flag).paramLabel(setting.type().label());
    String doc = setting.doc().replace("`", "");
    // Picocli joins nothing and checks nothing: that is one work for all sources.
    if (setting.type().equals(SettingType.LIST)) {
      option.type(List.class).auxiliaryTypes(String.class);
      doc += " Repeatable.";
    } else {
      option.type(String.class);
    }
    if (setting.byDefault() != null) {
      doc += " Default " + setting.byDefault() + ".";
    }
    // A percent sign is a format of its own there.
    return option.description(doc.replace("%", "%%")).build();
  }
}
