// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.demo.oracle;

import java.util.ArrayList;
import java.util.List;

/**
 * An event together with what it has to do to the cache: which entries become stale, by how many
 * commands, and the version that each row has from the event on.
 */
public record Change(DemoEvent event, Oracle.Expectation expectation, List<Long> versions) {

  /** Gives every row that the event changes its next version. */
  public static Change make(DemoEvent event, Oracle.Expectation expectation, Source source) {
    List<Long> versions = new ArrayList<>(expectation.stale().size());
    for (Slot slot : expectation.stale()) {
      versions.add(source.change(slot.index()));
    }
    return new Change(event, expectation, List.copyOf(versions));
  }
}
