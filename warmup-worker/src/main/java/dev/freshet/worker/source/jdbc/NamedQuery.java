// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker.source.jdbc;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A query with holes: {@code :userId} for the value of one key, {@code :userId[]} for an array of
 * the values of many. Texts, quoted names, comments and casts ({@code ::bigint}) are left alone.
 * Immutable.
 *
 * @param sql with {@code ?} for each hole
 * @param holes their names, in the order of the {@code ?}
 * @param batched whether they are arrays
 */
record NamedQuery(String sql, List<String> holes, boolean batched) {

  /** What is skipped in front; the groups are a hole's name, its brackets, and a mark. */
  private static final Pattern TOKEN =
      Pattern.compile(
          "(?s)[eE]'[^'\\\\]*+(?:\\\\.[^'\\\\]*+)*+'" // E'it\'s'
              + "|'[^']*+'"
              + "|\"[^\"]*+\""
              + "|--[^\n]*+"
              + "|/\\*.*?\\*/"
              + "|(\\$\\w*+\\$).*?\\1" // $tag$ text $tag$
              + "|::"
              + "|:([A-Za-z_]\\w*+)(\\[])?"
              + "|(\\?)");

  private static final int HOLE = 2;
  private static final int BRACKETS = 3;
  private static final int MARK = 4;

  /**
   * Reads a query.
   *
   * @throws IllegalArgumentException if it has no hole, both kinds of holes, or a {@code ?}
   */
  static NamedQuery parse(String query) {
    List<String> holes = new ArrayList<>();
    int arrays = 0;
    StringBuilder sql = new StringBuilder();
    Matcher token = TOKEN.matcher(query);
    while (token.find()) {
      if (token.group(MARK) != null) {
        throw new IllegalArgumentException(
            "query: found '?' at index " + token.start() + ", expected holes such as :userId");
      }
      String hole = token.group(HOLE);
      if (hole == null) {
        token.appendReplacement(sql, Matcher.quoteReplacement(token.group()));
      } else {
        holes.add(hole);
        arrays += token.group(BRACKETS) == null ? 0 : 1;
        token.appendReplacement(sql, "?");
      }
    }
    token.appendTail(sql);
    if (holes.isEmpty() || (arrays > 0 && arrays < holes.size())) {
      throw new IllegalArgumentException(
          "query: found "
              + (holes.isEmpty() ? "no hole" : "holes for one key and for many keys: " + holes)
              + ", expected all of one kind: such as :userId for one, :userId[] for many");
    }
    return new NamedQuery(sql.toString(), List.copyOf(holes), arrays > 0);
  }
}
