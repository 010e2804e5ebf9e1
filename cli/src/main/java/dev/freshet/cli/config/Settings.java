// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.config;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Everything that can be set: flags, environment variables, keys of files, checks and the tables of
 * {@code docs/configuration.md} are made from it. Immutable and safe for any thread.
 */
public final class Settings {
  private static final List<Setting<?>> ALL =
      Stream.of(CommonSettings.ALL, CoordinatorSettings.ALL, WorkerSettings.ALL)
          .<Setting<?>>flatMap(List::stream)
          .toList();

  private Settings() {}

  /** All of them, in the order of the documents. */
  public static List<Setting<?>> all() {
    return ALL;
  }

  /** Those that a program reads. */
  public static List<Setting<?>> of(Program program) {
    return ALL.stream().filter(setting -> setting.programs().contains(program)).toList();
  }

  /** The setting that a name of a file belongs to. */
  static Optional<Setting<?>> named(String name) {
    return ALL.stream()
        .filter(
            setting ->
                setting.isFamily()
                    ? name.startsWith(setting.stem()) && name.length() > setting.stem().length()
                    : name.equals(setting.name()))
        .findFirst();
  }
}
