// SPDX-License-Identifier: Apache-2.0
package dev.freshet.events.values;

/**
 * What a command invalidates: always a tag of one of five kinds, or a scan. An entry carries one
 * target of each kind that fits it, and is stale as soon as any of them was invalidated after the
 * entry's stamp, or a scan whose pattern fits its key.
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

  /**
   * The target of all entries of a region whose key has this value at a hole.
   *
   * @param value as a caller of the region gives it
   * @throws IllegalArgumentException if the value is of a type without a unique text
   */
  static Parameter parameter(String region, String hole, Object value) {
    return new Parameter(region, hole, Template.encode(value));
  }

  /** All entries of a region: {@code r|session}. */
  record Region(String region) implements Target {
    @Override
    public String text() {
      return "r|" + region;
    }
  }

  /**
   * All entries whose keys fit a pattern, in whatever region: {@code s|session:*:42}. A {@code *}
   * stands for any run of characters, also for none and across colons; everything else stands for
   * itself. Values inside keys are {@linkplain Template#encode encoded}, so none holds a {@code *}.
   *
   * <p>For patterns that fit no declared region; the other kinds are cheaper.
   */
  record Scan(String pattern) implements Target {
    /** What the canonical form begins with. All scans share one partition of the command log. */
    public static final String PREFIX = "s|";

    /** Nodes keep patterns and try each on keys, so a pattern has an end. */
    public static final int MAX_LENGTH = 1_000;

    private static final int END = -1;

    public Scan {
      if (pattern.isEmpty() || pattern.length() > MAX_LENGTH) {
        throw new IllegalArgumentException(
            "scan target: found a pattern of "
                + pattern.length()
                + " characters, expected 1 to "
                + MAX_LENGTH);
      }
    }

    @Override
    public String text() {
      return PREFIX + pattern;
    }

    /**
     * Whether a key fits. Takes each star for as little as possible and comes back to the last one
     * alone: what an earlier star could take besides, the last one can take as well.
     */
    public boolean matches(String key) {
      int at = 0;
      int inPattern = 0;
      int lastStar = -1;
      int starEnd = 0;
      while (at < key.length()) {
        int wanted = inPattern < pattern.length() ? pattern.charAt(inPattern) : END;
        if (wanted == '*') {
          lastStar = inPattern++;
          starEnd = at;
        } else if (wanted == key.charAt(at)) {
          inPattern++;
          at++;
        } else if (lastStar >= 0) {
          inPattern = lastStar + 1;
          at = ++starEnd;
        } else {
          return false;
        }
      }
      return isOnlyStarsFrom(inPattern);
    }

    private boolean isOnlyStarsFrom(int start) {
      for (int i = start; i < pattern.length(); i++) {
        if (pattern.charAt(i) != '*') {
          return false;
        }
      }
      return true;
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
   * @throws IllegalArgumentException if {@code text} is of none of the kinds
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
      case 's' -> new Scan(text.substring(2));
      case 'p' -> parseParameter(text, text.substring(2));
      default ->
          throw new IllegalArgumentException(
              "target: found '"
                  + text
                  + "', expected k|KEY, t|TAG, p|REGION|HOLE=VALUE, r|REGION, s|PATTERN or * (all entries)");
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
