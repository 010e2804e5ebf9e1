// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.scaffold;

import dev.freshet.rules.format.Quoting;
import dev.freshet.rules.format.RuleFormat;
import dev.freshet.rules.jsonschema.JsonSchema;
import dev.freshet.rules.syntax.Form;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A rule set to begin with: a region, a rule, tests that pass, and the schemas that editors check
 * them against. Stateless and safe for any thread.
 */
public final class Scaffold {
  /** Both forms in which editors look for the schema of a file. */
  private static final String MODELINES =
      """
      # yaml-language-server: $schema=%1$s
      # $schema: %1$s

      """;

  private static final String RULES =
      """
      # What is cached. A region is a named part of the cache, and has one entry for each value of the
      # hole in its key.
      apiVersion: freshet.dev/v1
      kind: CacheRegions
      metadata: {name: $name, owner: $owner}
      regions:
        - name: $region
          key: $region:{userId}
          tags: ["user:{userId}"] # of every entry, for rules of any service
          ttl: 15m # counted from the load of a value
          l1: {maxEntries: 10000, ttl: 60s} # in the process of each node
      ---
      # When it is stale. A hole of a rule takes its value from the event: {userId} reads data.userId,
      # {event.subject} the attribute subject.
      apiVersion: freshet.dev/v1
      kind: InvalidationRules
      metadata: {name: $name, owner: $owner}
      rules:
        - id: $rule
          event: $event
          # when: data.amount > 0
          invalidate:
            - key: $region:{userId}
            # - tag: user:{userId}
      """;

  private static final String TESTS =
      """
      apiVersion: freshet.dev/v1
      kind: RuleTests
      rules: [$file]
      tests:
        - name: an event drops the entry of its user
          event: {type: $event, data: {userId: 42}}
          invalidates: # exactly these
            - key: $region:42
        - name: an event of another type drops nothing
          event: {type: $other, data: {userId: 42}}
          invalidates: []
        - name: an event without its user is an error
          event: {type: $event, data: {}}
          invalidates: []
          fails: ["{userId} reads data.userId"]
      """;

  private Scaffold() {}

  /**
   * The files by their names: rules, tests, schemas. All in their canonical form.
   *
   * @param name of the rule set
   * @param owner a team, a handle, an address
   * @param eventType of the events that invalidate
   * @throws IllegalArgumentException if the name is none, the owner blank or the type a prefix
   */
  public static Map<String, String> of(String name, String owner, String eventType) {
    require(Form.NAME.pattern().matcher(name).matches(), "name", name, Form.NAME.expected());
    require(
        !owner.isBlank() && owner.lines().count() == 1,
        "owner",
        owner,
        "a team, a handle, an address");
    boolean exact = Form.EVENT.pattern().matcher(eventType).matches() && !eventType.endsWith(".*");
    require(exact, "event type", eventType, "one such as order.shipped");
    String base = name.replace(':', '-');
    Map<String, String> files = new LinkedHashMap<>();
    put(files, base + ".yaml", JsonSchema.RULES_FILE, fill(RULES, name, owner, eventType));
    put(files, base + ".test.yaml", JsonSchema.TESTS_FILE, fill(TESTS, name, owner, eventType));
    files.put(JsonSchema.RULES_FILE, JsonSchema.ofRuleFiles());
    files.put(JsonSchema.TESTS_FILE, JsonSchema.ofTestFiles());
    return files;
  }

  private static void put(Map<String, String> files, String file, String schema, String text) {
    files.put(file, RuleFormat.format(file, MODELINES.formatted(schema) + text));
  }

  private static String fill(String template, String name, String owner, String eventType) {
    return template
        .replace("$file", Quoting.inFlow(name.replace(':', '-') + ".yaml"))
        .replace("$name", Quoting.inFlow(name))
        .replace("$region", name + ":overview")
        .replace("$rule", "on-" + eventType.replaceAll("[^A-Za-z0-9]+", "-"))
        .replace("$other", Quoting.inFlow(eventType + ".other"))
        .replace("$event", Quoting.inFlow(eventType))
        .replace("$owner", Quoting.inFlow(owner));
  }

  private static void require(boolean holds, String what, String found, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(what + ": found '" + found + "', expected " + expected);
    }
  }
}
