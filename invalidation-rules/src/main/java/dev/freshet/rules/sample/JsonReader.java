// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.sample;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.freshet.rules.source.IssueCode;
import dev.freshet.rules.source.IssueLog;
import dev.freshet.rules.source.Limit;
import dev.freshet.rules.source.Span;
import dev.freshet.rules.yaml.Scalar;
import dev.freshet.rules.yaml.YamlNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads JSON values, one behind the other, into the trees that YAML files become: what works on
 * those has positions for JSON as well. Other than the YAML parser this one holds JSON to its
 * grammar, and knows JSON lines.
 */
final class JsonReader {
  private static final JsonFactory JSON = new JsonFactory();

  private final IssueLog issues;
  private final String text;
  private final JsonParser parser;

  private JsonReader(IssueLog issues, JsonParser parser) {
    this.issues = issues;
    this.text = issues.source().text();
    this.parser = parser;
  }

  /** The values up to the first mistake in syntax, which goes to the log. */
  static List<YamlNode> read(IssueLog issues) {
    List<YamlNode> values = new ArrayList<>();
    try (JsonParser parser = JSON.createParser(issues.source().text())) {
      JsonReader reader = new JsonReader(issues, parser);
      while (parser.nextToken() != null) {
        values.add(reader.value(1));
      }
    } catch (JsonProcessingException e) {
      String found = e.getOriginalMessage().replaceAll("\\s+", " ").strip();
      long offset = e.getLocation() == null ? 0 : e.getLocation().getCharOffset();
      issues.error(IssueCode.SYNTAX, Span.at(Math.max(0, (int) offset)), "not JSON: " + found);
    } catch (IOException e) {
      throw new UncheckedIOException("a text in memory could not be read", e);
    }
    return values;
  }

  private YamlNode value(int depth) throws IOException {
    int start = start();
    if (depth > Limit.NESTING_DEPTH.max() && parser.currentToken().isStructStart()) {
      issues.error(IssueCode.LIMIT, Span.at(start), Limit.NESTING_DEPTH.exceeded());
      parser.skipChildren();
      return new YamlNode.Refused(new Span(start, end()));
    }
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(start, depth);
      case START_ARRAY -> array(start, depth);
      default -> scalar();
    };
  }

  private YamlNode object(int start, int depth) throws IOException {
    List<YamlNode.Entry> entries = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      Scalar key = scalar();
      parser.nextToken();
      entries.add(new YamlNode.Entry(key, value(depth + 1)));
    }
    return new YamlNode.Mapping(new Span(start, end()), List.copyOf(entries));
  }

  private YamlNode array(int start, int depth) throws IOException {
    List<YamlNode> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(value(depth + 1));
    }
    return new YamlNode.Sequence(new Span(start, end()), List.copyOf(items));
  }

  /** Only a text and a name stand in quotes. */
  private Scalar scalar() throws IOException {
    JsonToken token = parser.currentToken();
    boolean plain = token != JsonToken.VALUE_STRING && token != JsonToken.FIELD_NAME;
    String value = parser.getText();
    int start = start();
    return new Scalar(new Span(start, Math.max(start + 1, end())), value, plain, text);
  }

  private int start() {
    return (int) parser.currentTokenLocation().getCharOffset();
  }

  private int end() {
    return (int) parser.currentLocation().getCharOffset();
  }
}
