// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.yaml;

import dev.freshet.rules.source.IssueCode;
import dev.freshet.rules.source.IssueLog;
import dev.freshet.rules.source.Limit;
import dev.freshet.rules.source.SourceText;
import dev.freshet.rules.source.Span;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.LoadSettingsBuilder;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads YAML 1.2 into trees with positions. Works on the parser's events: the depth of a tree is
 * bounded before the tree is built, and no alias is ever followed.
 */
public final class YamlReader {
  private final IssueLog issues;
  private final String text;
  private final int[] offsets;
  private final List<YamlNode> documents = new ArrayList<>();
  private final Deque<Open> open = new ArrayDeque<>();

  private YamlReader(IssueLog issues) {
    this.issues = issues;
    this.text = issues.source().text();
    this.offsets = offsetsOfCodePoints(text);
  }

  /** The documents up to the first mistake in syntax; problems go to the log. */
  public static List<YamlNode> read(IssueLog issues) {
    YamlReader reader = new YamlReader(issues);
    if (reader.text.length() > Limit.FILE_SIZE.max()) {
      issues.error(IssueCode.LIMIT, Span.at(0), Limit.FILE_SIZE.exceededBy(reader.text.length()));
    } else {
      reader.readDocuments();
    }
    return List.copyOf(reader.documents);
  }

  /** How to read a text. */
  static LoadSettingsBuilder settings(SourceText source) {
    return LoadSettings.builder()
        .setLabel(source.file())
        .setCodePointLimit(Limit.FILE_SIZE.max())
        // One block for all: the parser fails on a pair of surrogates that two blocks share.
        .setBufferSize(source.text().length() + 2);
  }

  private void readDocuments() {
    LoadSettings settings = settings(issues.source()).build();
    try {
      for (Event event : new Parse(settings).parseString(text)) {
        if (!accept(event)) {
          return;
        }
      }
    } catch (YamlEngineException e) {
      report(e);
    }
  }

  /** Takes an event into the tree; false ends the reading. */
  private boolean accept(Event event) {
    switch (event.getEventId()) {
      case MappingStart, SequenceStart -> {
        if (open.size() >= Limit.NESTING_DEPTH.max()) {
          String message = Limit.NESTING_DEPTH.exceededBy(open.size() + 1L);
          issues.error(IssueCode.LIMIT, span(event), message);
          return false;
        }
        checkProperties((NodeEvent) event, ((CollectionStartEvent) event).getTag());
        open.push(new Open(event, new ArrayList<>()));
      }
      case MappingEnd, SequenceEnd -> add(open.pop().close(end(event)));
      case Scalar -> addScalar((ScalarEvent) event);
      case Alias -> addAlias((AliasEvent) event);
      default -> {}
    }
    if (documents.size() > Limit.DOCUMENTS.max()) {
      issues.error(IssueCode.LIMIT, span(event), Limit.DOCUMENTS.exceededBy(documents.size()));
      return false;
    }
    return true;
  }

  private void addScalar(ScalarEvent event) {
    checkProperties(event, event.getTag());
    add(new Scalar(span(event), event.getValue(), event.isPlain(), text));
  }

  private void addAlias(AliasEvent event) {
    issues.error(
        IssueCode.UNSUPPORTED_YAML,
        span(event),
        "found the alias '*" + event.getAlias() + "', rule files have no aliases",
        () -> "write the value out, or put quotes around a text that begins with '*'");
    add(new YamlNode.Refused(span(event)));
  }

  private void checkProperties(NodeEvent event, Optional<String> tag) {
    event
        .getAnchor()
        .ifPresent(
            anchor ->
                issues.error(
                    IssueCode.UNSUPPORTED_YAML,
                    span(event),
                    "found the anchor '&" + anchor + "', rule files have no aliases"));
    tag.ifPresent(
        name ->
            issues.error(
                IssueCode.UNSUPPORTED_YAML,
                span(event),
                "found the YAML tag '" + name + "', rule files have no tags"));
  }

  private void add(YamlNode node) {
    Open parent = open.peek();
    if (parent == null) {
      documents.add(node);
    } else {
      parent.children.add(node);
    }
  }

  private void report(YamlEngineException error) {
    if (error instanceof ReaderException unreadable) {
      String found = String.format("U+%04X", unreadable.getCodePoint());
      issues.error(
          IssueCode.UNREADABLE_TEXT,
          Span.at(Math.max(0, text.indexOf(unreadable.getCodePoint()))),
          "found the character " + found + ", which YAML forbids");
    } else if (error instanceof MarkedYamlEngineException marked) {
      Optional<Mark> mark = marked.getProblemMark().or(marked::getContextMark);
      issues.error(
          IssueCode.SYNTAX,
          Span.at(mark.map(this::offset).orElse(0)),
          "not YAML: " + describe(marked),
          () -> "put quotes around a text that holds one of { } [ ] * & # or ': '");
    } else {
      issues.error(
          IssueCode.SYNTAX, Span.at(0), "not YAML: " + oneLine(String.valueOf(error.getMessage())));
    }
  }

  private static String describe(MarkedYamlEngineException error) {
    String context = error.getContext();
    return oneLine((context == null ? "" : context + ": ") + error.getProblem());
  }

  private static String oneLine(String message) {
    return message.replaceAll("\\s+", " ").strip();
  }

  private Span span(Event event) {
    int start = event.getStartMark().map(this::offset).orElse(0);
    return new Span(start, Math.max(start + 1, end(event)));
  }

  private int end(Event event) {
    return event.getEndMark().map(this::offset).orElse(0);
  }

  /** The parser counts in code points. */
  private int offset(Mark mark) {
    int index = mark.getIndex();
    return offsets.length == 0 ? index : offsets[Math.min(index, offsets.length - 1)];
  }

  /** Empty where code points and UTF-16 units are the same. */
  private static int[] offsetsOfCodePoints(String text) {
    int count = text.codePointCount(0, text.length());
    if (count == text.length()) {
      return new int[0];
    }
    int[] offsets = new int[count + 1];
    for (int i = 0; i < count; i++) {
      offsets[i + 1] = offsets[i] + Character.charCount(text.codePointAt(offsets[i]));
    }
    return offsets;
  }

  /** A collection whose end has not been seen yet. */
  private final class Open {
    private final Event start;
    private final List<YamlNode> children;

    Open(Event start, List<YamlNode> children) {
      this.start = start;
      this.children = children;
    }

    YamlNode close(int end) {
      Span span = new Span(span(start).start(), end);
      if (start.getEventId() == Event.ID.SequenceStart) {
        return new YamlNode.Sequence(span, List.copyOf(children));
      }
      List<YamlNode.Entry> entries = new ArrayList<>();
      for (int i = 0; i + 1 < children.size(); i += 2) {
        entries.add(new YamlNode.Entry(children.get(i), children.get(i + 1)));
      }
      return new YamlNode.Mapping(span, List.copyOf(entries));
    }
  }
}
