// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.diff;

import java.util.List;
import java.util.Locale;

/**
 * What became of one declaration. Immutable and safe for any thread.
 *
 * @param sort whether it came, went or changed
 * @param kind what it declares
 * @param name of a set or a region, or {@code set/id} of a rule or job
 * @param fields what it says differently; none if it came or went
 * @param notes what that means, where it is not plain
 */
public record Difference(
    Sort sort, Kind kind, String name, List<FieldChange> fields, List<String> notes) {

  public Difference {
    fields = List.copyOf(fields);
    notes = List.copyOf(notes);
  }

  /** What became of it. */
  public enum Sort {
    ADDED("+"),
    REMOVED("-"),
    CHANGED("~");

    private final String sign;

    Sort(String sign) {
      this.sign = sign;
    }

    /** One character, as people know it from other diffs. */
    public String sign() {
      return sign;
    }
  }

  /** What is declared, in the order of reports. */
  public enum Kind {
    SET,
    REGION,
    RULE,
    JOB;

    /** The word in reports. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
