// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.schema;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Avro schemas that may name each other, in any order. One that stands alone is parsed alone, so
 * that two copies of it do no harm; one that names others waits until they are known. Belongs to
 * one thread.
 */
final class AvroFamily {

  /**
   * One text, parsed.
   *
   * @param name what it was added as
   * @param schema null if it cannot be parsed
   * @param problem why not, or empty
   */
  record Member(String name, @Nullable Schema schema, String problem) {}

  private static final Pattern DEFINED = Pattern.compile("\"name\"\\s*:\\s*\"[^\"]*\"");

  private final Map<String, String> texts = new LinkedHashMap<>();

  void add(String name, String text) {
    texts.put(name, text);
  }

  /** All members, those first that need no others. */
  List<Member> parse() {
    Map<String, String> waiting = new LinkedHashMap<>(texts);
    Map<String, Schema> known = new LinkedHashMap<>();
    List<Member> members = new ArrayList<>();
    List<Member> failures = new ArrayList<>();
    int before;
    do {
      before = members.size();
      failures.clear();
      for (Map.Entry<String, String> text : List.copyOf(waiting.entrySet())) {
        Member member = parse(text.getKey(), text.getValue(), known);
        if (member.schema() == null) {
          failures.add(member);
        } else {
          members.add(member);
          waiting.remove(text.getKey());
        }
      }
    } while (members.size() > before && !waiting.isEmpty());
    members.addAll(failures);
    return members;
  }

  private static Member parse(String name, String text, Map<String, Schema> known) {
    String problem = "";
    for (Map<String, Schema> others :
        List.of(Map.<String, Schema>of(), known, unlike(text, known))) {
      Schema.Parser parser = new Schema.Parser().addTypes(others.values());
      try {
        Schema schema = parser.parse(text);
        parser.getTypes().forEach(known::putIfAbsent);
        return new Member(name, schema, "");
      } catch (AvroRuntimeException e) {
        problem = inOneLine(String.valueOf(e.getMessage()));
      }
    }
    return new Member(name, null, problem);
  }

  /** Without what the text defines itself: it may be another version of a schema that is known. */
  private static Map<String, Schema> unlike(String text, Map<String, Schema> known) {
    Map<String, Schema> others = new LinkedHashMap<>(known);
    DEFINED
        .matcher(text)
        .results()
        .map(MatchResult::group)
        .forEach(
            defined ->
                others.values().removeIf(other -> defined.endsWith('"' + other.getName() + '"')));
    return others;
  }

  /** Avro passes on what its JSON parser says, which is long. */
  private static String inOneLine(String message) {
    return message.lines().findFirst().orElse("").replaceFirst("^com\\.fasterxml[\\w.]*: ", "");
  }
}
