// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.format;

import dev.freshet.rules.source.InvalidRuleFileException;
import dev.freshet.rules.source.IssueCode;
import dev.freshet.rules.source.IssueLog;
import dev.freshet.rules.source.Limit;
import dev.freshet.rules.source.SourceText;
import dev.freshet.rules.source.Span;
import dev.freshet.rules.yaml.Scalar;
import dev.freshet.rules.yaml.YamlNode;
import dev.freshet.rules.yaml.YamlReader;
import java.util.ArrayList;
import java.util.List;

/**
 * The canonical form of rule files: keys in the order of the model, two spaces of indentation,
 * short mappings and lists in brackets, quotes where they are needed, an empty line around rules
 * and regions of several lines. What the file says stays the same, and every comment stays beside
 * its key. Formatting a second time changes nothing. Stateless and safe for any thread.
 */
public final class RuleFormat {
  private RuleFormat() {}

  /**
   * The canonical text. Keys that the model does not know come last, in their order.
   *
   * @param file shown in messages
   * @throws InvalidRuleFileException if the text is no YAML as rule files use it
   */
  public static String format(String file, String text) {
    String lines = text.replace("\r\n", "\n").replace('\r', '\n');
    IssueLog issues = new IssueLog(new SourceText(file, lines));
    List<YamlNode> nodes = YamlReader.read(issues);
    List<YamlNode.Mapping> documents = documents(nodes, issues);
    refuseErrors(issues);
    String formatted = print(documents, new CommentScanner(lines, nodes), lines);
    if (formatted.length() > Limit.FILE_SIZE.max()) {
      String message = "formatted: " + Limit.FILE_SIZE.exceededBy(formatted.length());
      issues.error(IssueCode.LIMIT, Span.at(0), message);
    }
    refuseErrors(issues);
    return formatted;
  }

  private static void refuseErrors(IssueLog issues) {
    if (issues.hasErrors()) {
      throw new InvalidRuleFileException(issues.issues());
    }
  }

  private static String print(
      List<YamlNode.Mapping> documents, CommentScanner scanner, String lines) {
    Notebook notes = new Notebook();
    List<Comment> orphans = attach(scanner, documents, new Attachment(lines, notes));
    List<String> out = new ArrayList<>(orphans.stream().map(Comment::text).toList());
    Printer printer = new Printer(notes);
    for (YamlNode.Mapping document : documents) {
      if (!out.isEmpty()) {
        out.add("---");
      }
      out.addAll(printer.document(document));
    }
    return out.isEmpty() ? "" : String.join("\n", out) + "\n";
  }

  private static List<YamlNode.Mapping> documents(List<YamlNode> nodes, IssueLog issues) {
    List<YamlNode.Mapping> documents = new ArrayList<>();
    for (YamlNode node : nodes) {
      if (node instanceof YamlNode.Mapping mapping) {
        documents.add(mapping);
      } else if (!(node instanceof Scalar scalar && scalar.isNothing())) {
        issues.error(
            IssueCode.WRONG_TYPE,
            node.span(),
            "found " + node.description() + ", expected a document with apiVersion and kind");
      }
      checkKeys(node, issues);
    }
    return documents;
  }

  /** Keys have to be texts, and as short as YAML wants those that end with a colon. */
  private static void checkKeys(YamlNode node, IssueLog issues) {
    if (node instanceof YamlNode.Mapping mapping) {
      mapping.entries().forEach(entry -> checkKey(entry.key(), issues));
      mapping.entries().forEach(entry -> checkKeys(entry.value(), issues));
    } else if (node instanceof YamlNode.Sequence sequence) {
      sequence.items().forEach(item -> checkKeys(item, issues));
    }
  }

  private static void checkKey(YamlNode key, IssueLog issues) {
    int length = FlowWriter.scalar(key, true).length();
    if (!(key instanceof Scalar)) {
      String message = "found " + key.description() + ", expected a key";
      issues.error(IssueCode.WRONG_TYPE, key.span(), message);
    } else if (length > Limit.TEXT_LENGTH.max()) {
      issues.error(IssueCode.LIMIT, key.span(), Limit.TEXT_LENGTH.exceededBy(length));
    }
  }

  /** Ties the comments to the documents, and answers them if there is no document. */
  private static List<Comment> attach(
      CommentScanner scanner, List<YamlNode.Mapping> documents, Attachment attachment) {
    if (documents.isEmpty()) {
      return scanner.comments();
    }
    int i = 0;
    for (Comment comment : scanner.comments()) {
      while (i + 1 < documents.size()
          && comment.offset() > start(documents.get(i + 1), scanner.markers())) {
        i++;
      }
      attachment.attach(documents.get(i), comment);
    }
    return List.of();
  }

  /** Where a document begins: at the marker above it. */
  private static int start(YamlNode document, List<Integer> markers) {
    int offset = document.span().start();
    return markers.stream().filter(marker -> marker <= offset).reduce(0, Math::max);
  }
}
