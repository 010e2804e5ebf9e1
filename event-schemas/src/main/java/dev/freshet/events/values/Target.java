// SPDX-License-Identifier: Apache-2.0
package dev.freshet.events.values;

/**
 * What a command invalidates: always a tag of one of five kinds. An entry carries one target of
 * each kind that fits it, and is stale as soon as any of them was invalidated after the entry's
 * stamp.
 *
 * <p>Immutable and safe for any thread. {@link #text()} is the canonical form: it is the key of the
 * command's record, so two targets are equal exactly if their texts are.
 */
public sealed interface Target {

  /** The canonical form, for example {@code t|user:42}; {@link #parse} reads it back. */
  String text();

  /** One entry, by its expanded key: {@code k|session:abc:42}. */
  record Key(String key) implements Target {
    @Override
    public String text() {
      return "k|" + key;
    }
  }

  /** All entries with a declared or loader-given tag: {@code t|user:42}. */
  record Tag(String tag) implements Target {
    @Override
    public String text() {
      return "t|" + tag;
    }
  }

  /**
   * All entries of a region whose key has a value at a hole: {@code p|session|userId=42}. The value
   * is in its {@linkplain Template#encode encoded} form.
   */
  record Parameter(String region, String hole, String value) implements Target {
    public Parameter {
      if (region.indexOf('|') >= 0 || hole.indexOf('=') >= 0) {
        throw new IllegalArgumentException(
            "parameter target: region must not contain '|' and hole must not contain '=', found region "
                + region
                + ", hole "
                + hole);
      }
    }

    @Override
    public String text() {
      return "p|" + region + "|" + hole + "=" + value;
    }
  }

  /** All entries of a region: {@code r|session}. */
  record Region(String region) implements Target {
    @Override
    public String text() {
      return "r|" + region;
    }
  }

  /** Every entry: {@code *}. */
  record All() implements Target {
    @Override
    public String text() {
      return "*";
    }
  }

  /** The one {@link All}. */
  Target ALL = new All();

  /**
   * Reads a canonical text.
   *
   * @throws IllegalArgumentException if {@code text} is of none of the five kinds
   */
  static Target parse(String text) {
    if (text.equals("*")) {
      return ALL;
    }
    char kind = text.length() >= 2 && text.charAt(1) == '|' ? text.charAt(0) : 0;
    return switch (kind) {
      case 'k' -> new Key(text.substring(2));
      case 't' -> new Tag(text.substring(2));
      case 'r' -> new Region(text.substring(2));
      case 'p' -> parseParameter(text, text.substring(2));
      default ->
          throw new IllegalArgumentException(
              "target: found '"
                  + text
                  + "', expected k|KEY, t|TAG, p|REGION|HOLE=VALUE, r|REGION or * (all entries)");
    };
  }

  private static Parameter parseParameter(String text, String rest) {
    int bar = rest.indexOf('|');
    int equals = rest.indexOf('=', bar + 1);
    if (bar < 0 || equals < 0) {
      throw new IllegalArgumentException(
          "target: found '" + text + "', expected p|REGION|HOLE=VALUE");
    }
    return new Parameter(
        rest.substring(0, bar), rest.substring(bar + 1, equals), rest.substring(equals + 1));
  }
}
