// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The README and what stands in {@code docs}. Stateless. */
public final class Pages {
  /** The root of the project, from the module in which tests run. */
  public static final Path ROOT = Path.of("..");

  private static final Pattern BLOCK =
      Pattern.compile("^```(\\w+)(?: (\\S+))?\\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);
  private static final Pattern LINK = Pattern.compile("]\\(([^)]+)\\)");
  private static final Pattern HEADING = Pattern.compile("^#+ (.*)$", Pattern.MULTILINE);
  private static final Pattern ANCHOR = Pattern.compile("<a id=\"([^\"]+)\">");

  private Pages() {}

  /** The README first, the rest by name. */
  public static List<Path> all() {
    try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
      List<Path> pages = docs.filter(page -> page.toString().endsWith(".md")).sorted().toList();
      return Stream.concat(Stream.of(ROOT.resolve("README.md")), pages.stream()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The blocks of all pages, in order. */
  public static List<Block> blocks() {
    return all().stream().flatMap(page -> blocks(page).stream()).toList();
  }

  /** The blocks of a page, in order. */
  public static List<Block> blocks(Path page) {
    return BLOCK
        .matcher(read(page))
        .results()
        .map(found -> new Block(page, found.group(1), found.group(2), found.group(3)))
        .toList();
  }

  /** Links within the project that lead nowhere. */
  public static List<String> brokenLinks(Path page) {
    return LINK.matcher(read(page))
        .results()
        .map(link -> link.group(1))
        .filter(link -> !link.startsWith("https://") && !leadsSomewhere(page, link))
        .toList();
  }

  private static boolean leadsSomewhere(Path page, String link) {
    int hash = link.indexOf('#');
    String file = hash < 0 ? link : link.substring(0, hash);
    Path target = file.isEmpty() ? page : page.resolveSibling(file);
    return Files.exists(target) && (hash < 0 || anchors(target).contains(link.substring(hash + 1)));
  }

  /** As GitHub makes them of headings. */
  private static Set<String> anchors(Path page) {
    String text = read(page);
    Stream<String> headings =
        HEADING
            .matcher(text)
            .results()
            .map(heading -> heading.group(1).toLowerCase(Locale.ROOT))
            .map(heading -> heading.replaceAll("[^a-z0-9 -]", "").replace(' ', '-'));
    Stream<String> named = ANCHOR.matcher(text).results().map(anchor -> anchor.group(1));
    return Stream.concat(headings, named).collect(Collectors.toSet());
  }

  /** The whole text of a file. */
  public static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
