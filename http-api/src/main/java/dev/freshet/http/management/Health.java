// SPDX-License-Identifier: Apache-2.0
package dev.freshet.http.management;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How a process is. Immutable.
 *
 * @param started true once it has started, and ever after
 * @param alive false once only a restart helps
 * @param checks what must hold before it does its work
 */
public record Health(boolean started, boolean alive, List<Check> checks) {

  /**
   * One thing that must hold.
   *
   * @param name unique, without spaces or slashes
   * @param detail what was found, for people
   */
  public record Check(String name, boolean passed, String detail) {
    String line() {
      return (passed ? "[+]" : "[-]") + name + " " + detail;
    }
  }

  public Health {
    checks = List.copyOf(checks);
  }

  /** Whether it does its work. */
  public boolean isReady() {
    return started && alive && checks.stream().allMatch(Check::passed);
  }

  /** The check of that name. */
  public Optional<Check> check(String name) {
    return checks.stream().filter(check -> check.name().equals(name)).findFirst();
  }

  /** The same without some checks. */
  Health without(Collection<String> names) {
    List<Check> rest = checks.stream().filter(check -> !names.contains(check.name())).toList();
    return new Health(started, alive, rest);
  }

  /** One line for each check. */
  public String lines() {
    return checks.stream().map(check -> check.line() + "\n").collect(Collectors.joining());
  }
}
