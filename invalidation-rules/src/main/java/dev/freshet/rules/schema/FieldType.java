// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.schema;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a field of an event holds when it reaches a rule: not what the schema says, but what {@link
 * dev.freshet.events.DomainEvent#data()} has after decoding. Immutable and safe for any thread.
 */
public sealed interface FieldType {

  /** A noun with its article, for messages: {@code an integer}. */
  String description();

  /** Whether a value can stand in a key or tag: it has one text and no other. */
  default boolean fitsKey() {
    return false;
  }

  /** A value without parts. */
  enum Simple implements FieldType {
    TEXT("a text", true),
    INTEGER("an integer", true),
    BOOL("a boolean", true),
    /** Has more than one spelling: no key. */
    DECIMAL("a decimal", false),
    TIMESTAMP("a timestamp", false),
    /** Nothing is known, so everything is allowed. */
    ANY("any value", true);

    private final String description;
    private final boolean fitsKey;

    Simple(String description, boolean fitsKey) {
      this.description = description;
      this.fitsKey = fitsKey;
    }

    @Override
    public String description() {
      return description;
    }

    @Override
    public boolean fitsKey() {
      return fitsKey;
    }
  }

  /** One of some texts. */
  record Symbols(List<String> names) implements FieldType {
    public Symbols {
      names = List.copyOf(names);
    }

    @Override
    public String description() {
      return "one of " + String.join(", ", names);
    }

    @Override
    public boolean fitsKey() {
      return true;
    }
  }

  /**
   * Named fields.
   *
   * @param fields by name, in the order of the schema
   * @param open whether there may be others
   */
  record Struct(Map<String, Field> fields, boolean open) implements FieldType {
    public Struct {
      fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    @Override
    public String description() {
      return "a record";
    }
  }

  /** A list; elements that may be null are {@link Simple#ANY}. */
  record ListOf(FieldType elements) implements FieldType {
    @Override
    public String description() {
      return "a list";
    }
  }

  /** A map with texts as keys; values that may be null are {@link Simple#ANY}. */
  record MapOf(FieldType values) implements FieldType {
    @Override
    public String description() {
      return "a map";
    }
  }

  /**
   * A field of a record.
   *
   * @param type what it holds
   * @param nullable whether it may be null or not there
   * @param doc what the schema says of it, or empty
   */
  record Field(FieldType type, boolean nullable, String doc) {}
}
