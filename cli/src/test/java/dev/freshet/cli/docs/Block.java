// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.docs;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A block of code in a document.
 *
 * @param page the document
 * @param language what stands behind its fence
 * @param title what stands behind the language, or null: the file that the block is the text of, or
 *     the kind of thing that it is
 */
public record Block(Path page, String language, @Nullable String title, String text) {

  /** Whether readers are to write it into the file of its title. */
  public boolean isFile() {
    return title != null && title.contains(".");
  }

  /** Pages of codes show what is wrong, and are tested where they are made. */
  public boolean isExample() {
    return page.endsWith("rule-codes.md");
  }

  /** What readers are to type. */
  public List<String> typed() {
    return language.equals("console")
        ? text.lines().filter(line -> line.startsWith("$ ")).map(line -> line.substring(2)).toList()
        : List.of();
  }

  /** For messages. */
  public String name() {
    String first = text.lines().findFirst().orElse("");
    return Pages.ROOT.relativize(page) + ": " + (title == null ? first : title);
  }
}
