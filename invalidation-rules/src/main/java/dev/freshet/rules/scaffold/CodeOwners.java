// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.scaffold;

import dev.freshet.rules.RuleSetFile;
import dev.freshet.rules.check.KnownOwners;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The owners of rule files in the form of {@code CODEOWNERS}: a path and a handle or an address to
 * a line. Stateless and safe for any thread.
 */
public final class CodeOwners {
  private CodeOwners() {}

  /**
   * The lines, in the order of the paths, each for a file and its tests. An owner who is neither a
   * handle nor an address has a comment that says so: the file has nobody who is asked for review.
   *
   * @param files named by their paths from the root of the repository
   */
  public static String of(List<RuleSetFile> files) {
    return "# Made from the owners in the rule files by `freshet rules owners`.\n"
        + files.stream()
            .sorted(Comparator.comparing(CodeOwners::path))
            .map(CodeOwners::lines)
            .collect(Collectors.joining());
  }

  /** Whether a line can name the owner of a file. */
  public static boolean canName(RuleSetFile file) {
    return KnownOwners.CODEOWNERS.knows(file.owner());
  }

  private static String lines(RuleSetFile file) {
    String path = path(file);
    if (!canName(file)) {
      String found = file.owner().isEmpty() ? "no owner" : "the owner '" + file.owner() + "'";
      return "# /%s: found %s, expected %s\n"
          .formatted(path, found.replaceAll("\\s+", " "), KnownOwners.CODEOWNERS.expected());
    }
    String tests = path.replaceFirst("\\.ya?ml$", ".test.yaml");
    return "/%s %s\n/%s %s\n".formatted(escape(path), file.owner(), escape(tests), file.owner());
  }

  private static String path(RuleSetFile file) {
    return file.source().file().replaceFirst("^(\\./|/)+", "");
  }

  private static String escape(String path) {
    return path.replace(" ", "\\ ");
  }
}
