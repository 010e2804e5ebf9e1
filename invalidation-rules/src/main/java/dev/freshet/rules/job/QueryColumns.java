// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.job;

import dev.freshet.rules.source.NearestName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the text of a query tells of its columns. It is not parsed: a name counts as a column if it
 * stands in the query at all, in quotes exactly or without them in whatever case, so that what is
 * said to be missing is.
 *
 * @param aliases what stands in {@code as "alias"}
 * @param quoted all names in double quotes
 * @param words all words outside of quotes, in lower case
 * @param star whether a {@code *} may stand for any columns
 */
record QueryColumns(List<Alias> aliases, Set<String> quoted, Set<String> words, boolean star) {

  /** A name, and where it begins in the query's text. */
  record Alias(String name, int index) {}

  /** Quoted names, texts, comments, words and stars; the rest is of no interest. */
  private static final Pattern TOKEN =
      Pattern.compile("\"([^\"]*)\"|'[^']*'|--[^\n]*|(?s:/\\*.*?\\*/)|(\\w+)|(\\*)");

  static QueryColumns of(String query) {
    List<Alias> aliases = new ArrayList<>();
    Set<String> quoted = new HashSet<>();
    Set<String> words = new HashSet<>();
    boolean star = false;
    boolean afterAs = false;
    Matcher token = TOKEN.matcher(query);
    while (token.find()) {
      String name = token.group(1);
      String word = token.group(2);
      if (name != null) {
        quoted.add(name);
        if (afterAs) {
          aliases.add(new Alias(name, token.start(1)));
        }
      } else if (word != null) {
        words.add(word.toLowerCase(Locale.ROOT));
      }
      star |= token.group(3) != null;
      afterAs = "as".equalsIgnoreCase(word);
    }
    return new QueryColumns(aliases, quoted, words, star);
  }

  /** The names that are no column for sure, in their order. */
  List<String> missing(List<String> names) {
    return star
        ? List.of()
        : names.stream()
            .filter(name -> !quoted.contains(name))
            .filter(name -> !words.contains(name.toLowerCase(Locale.ROOT)))
            .toList();
  }

  /** The alias that was meant to be {@code name}, but for a typing mistake; or null. */
  @Nullable Alias misspelled(String name) {
    return aliases.stream()
        .filter(alias -> NearestName.help(alias.name(), List.of(name)) != null)
        .findFirst()
        .orElse(null);
  }
}
