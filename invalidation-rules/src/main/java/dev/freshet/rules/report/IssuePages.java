// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.report;

import dev.freshet.rules.source.IssueCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The manual pages of all issue codes, one Markdown file each: what the issue means, a wrong
 * example, the right one, and whether a comment can disable it. Stateless and safe for any thread;
 * reads from the class path.
 */
public final class IssuePages {
  private static final String REFERENCE = "docs/rule-codes.md";

  private IssuePages() {}

  /**
   * The page of a code.
   *
   * @throws IllegalStateException if it is not on the class path or does not begin with the code
   */
  public static IssuePage page(IssueCode code) {
    String resource = "/freshet/issues/" + code.code() + ".md";
    try (InputStream in = IssuePages.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(resource + ": not on the class path");
      }
      return parse(code, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(resource + ": cannot be read", e);
    }
  }

  private static IssuePage parse(IssueCode code, String text) {
    String heading = "# " + code.code() + ": ";
    if (!text.startsWith(heading)) {
      throw new IllegalStateException(
          code.code() + ".md: expected '" + heading + "' and a title in the first line");
    }
    return new IssuePage(code, text.substring(heading.length(), text.indexOf('\n')), text);
  }

  /** Where the page stands in the documentation, as a path with an anchor. */
  public static String path(IssueCode code) {
    return REFERENCE + "#" + code.code().toLowerCase(Locale.ROOT);
  }
}
