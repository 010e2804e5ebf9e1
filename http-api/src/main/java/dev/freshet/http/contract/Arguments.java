// SPDX-License-Identifier: Apache-2.0
package dev.freshet.http.contract;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The parameters of one request that fit the document, by name; defaults are filled in.
 *
 * @param values each declared parameter; empty if it was not given and has no default
 */
public record Arguments(Map<String, List<String>> values) {

  public Arguments {
    values = Map.copyOf(values);
  }

  /** The first value. */
  public Optional<String> text(String name) {
    return list(name).stream().findFirst();
  }

  /**
   * All values.
   *
   * @throws IllegalArgumentException if the operation does not declare the parameter
   */
  public List<String> list(String name) {
    List<String> found = values.get(name);
    if (found == null) {
      throw new IllegalArgumentException(
          "parameter " + name + ": not declared, expected one of " + values.keySet());
    }
    return found;
  }
}
