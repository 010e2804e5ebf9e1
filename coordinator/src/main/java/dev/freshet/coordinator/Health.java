// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator;

import java.util.List;
import java.util.stream.Collectors;

/**
 * How a coordinator is.
 *
 * @param alive false once only a restart helps
 * @param checks what must hold before it maps events
 */
record Health(boolean alive, List<Check> checks) {

  /**
   * One thing that must hold.
   *
   * @param detail what was found, for people
   */
  record Check(String name, boolean passed, String detail) {
    private String line() {
      return (passed ? "[+]" : "[-]") + name + " " + detail;
    }
  }

  Health {
    checks = List.copyOf(checks);
  }

  boolean isReady() {
    return alive && checks.stream().allMatch(Check::passed);
  }

  /** One line for each check. */
  String lines() {
    return checks.stream().map(Check::line).collect(Collectors.joining("\n", "", "\n"));
  }
}
