// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.config;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Something that can be set. Immutable; begin with {@link #of}.
 *
 * @param name as files have it, {@code freshet.kafka.bootstrap}; one that ends in {@code .*} stands
 *     for all names with that beginning
 * @param type how its text is read
 * @param doc what it is for, in a sentence
 * @param flag its flag, or null if it has none
 * @param secrecy what of it may be shown
 * @param programs who reads it
 * @param required whether these refuse to start without it
 * @param byDefault its text where nothing is set, or null if there is none then
 * @param inProfiles such a text for some profiles
 */
public record Setting<T>(
    String name,
    SettingType<T> type,
    String doc,
    @Nullable String flag,
    Secrecy secrecy,
    Set<Program> programs,
    boolean required,
    @Nullable String byDefault,
    Map<Profile, String> inProfiles) {
  private static final String WILD = "*";

  /** What of a value may be shown. */
  enum Secrecy {
    /** All. */
    OPEN,
    /** An address: all but who asks. */
    LOGIN,
    /** Nothing. */
    SECRET;

    String show(String value) {
      return switch (this) {
        case OPEN -> value;
        case LOGIN -> value.replaceAll("//[^,]*@", "//***@");
        case SECRET -> "***";
      };
    }
  }

  static <T> Setting<T> of(String name, SettingType<T> type, String doc) {
    return new Setting<>(
        name, type, doc, null, Secrecy.OPEN, EnumSet.allOf(Program.class), false, null, Map.of());
  }

  Setting<T> flag(String value) {
    return new Setting<>(
        name, type, doc, value, secrecy, programs, required, byDefault, inProfiles);
  }

  Setting<T> secrecy(Secrecy value) {
    return new Setting<>(name, type, doc, flag, value, programs, required, byDefault, inProfiles);
  }

  Setting<T> of(Program first, Program... rest) {
    return new Setting<>(
        name, type, doc, flag, secrecy, EnumSet.of(first, rest), required, byDefault, inProfiles);
  }

  Setting<T> mandatory() {
    return new Setting<>(name, type, doc, flag, secrecy, programs, true, byDefault, inProfiles);
  }

  Setting<T> byDefault(String value) {
    return new Setting<>(name, type, doc, flag, secrecy, programs, required, value, inProfiles);
  }

  Setting<T> in(Profile profile, String value) {
    Map<Profile, String> all = new EnumMap<>(Profile.class);
    all.putAll(inProfiles);
    all.put(profile, value);
    return new Setting<>(name, type, doc, flag, secrecy, programs, required, byDefault, all);
  }

  /** Its environment variable. */
  public String variable() {
    return name.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_");
  }

  /** Whether it stands for all names with one beginning. */
  public boolean isFamily() {
    return name.endsWith(WILD);
  }

  /** The beginning of the names that it stands for. */
  String stem() {
    return name.substring(0, name.length() - WILD.length());
  }
}
