// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.syntax;

import java.util.List;

/**
 * A mapping with known keys. Immutable and safe for any thread.
 *
 * @param what names it in messages, for example {@code a region}
 * @param doc what it is for, in Markdown
 * @param keys in their canonical order
 * @param oneOf of each of these groups exactly one key must be there
 */
public record Block(String what, String doc, List<Key> keys, List<List<String>> oneOf) {

  public Block {
    keys = List.copyOf(keys);
    oneOf = oneOf.stream().map(List::copyOf).toList();
  }

  static Block of(String what, String doc, Key... keys) {
    return new Block(what, doc, List.of(keys), List.of());
  }

  Block exactlyOne(List<String> group) {
    return new Block(what, doc, keys, List.of(group));
  }

  /** The names of the keys, in their order. */
  public List<String> names() {
    return keys.stream().map(Key::name).toList();
  }

  /**
   * The key of a name.
   *
   * @throws IllegalArgumentException if the block has none
   */
  public Key key(String name) {
    return keys.stream()
        .filter(key -> key.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    what + ": found the key `" + name + "`, expected one of " + names()));
  }
}
