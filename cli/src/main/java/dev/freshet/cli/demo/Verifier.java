// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.demo;

import dev.freshet.cli.demo.oracle.Keyspace;
import dev.freshet.cli.demo.oracle.Slot;
import dev.freshet.cli.demo.oracle.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Compares what the nodes hold with what the events must have left. Stateless. */
final class Verifier {
  private Verifier() {}

  /** All entries of a node that are wrong. Reads both levels and fills nothing from the source. */
  static List<WrongKey> verify(DemoNode node, Keyspace keyspace, Source source) {
    List<WrongKey> wrong = new ArrayList<>();
    for (Slot slot : keyspace.slots()) {
      Row row = node.getIfPresent(slot.index());
      Long found = row == null ? null : row.version();
      complaint(slot, source.filled(slot.index()), source.version(slot.index()), found)
          .map(expected -> new WrongKey(node.name(), node.key(slot.index()), expected, found))
          .ifPresent(wrong::add);
    }
    return wrong;
  }

  /** What was expected instead, if {@code found} is wrong. */
  static Optional<String> complaint(Slot slot, long filled, long newest, @Nullable Long found) {
    if (newest == filled) {
      return found != null && found == filled
          ? Optional.empty()
          : Optional.of("version " + filled + ": no event changed it");
    }
    if (found == null || (slot.watched() && found == newest)) {
      return Optional.empty();
    }
    return Optional.of(
        slot.watched()
            ? "no entry, or version " + newest + ": an event changed it"
            : "no entry: an event changed it");
  }
}
