// SPDX-License-Identifier: Apache-2.0
package dev.freshet.registry.form;

/**
 * One thing that is wrong with a registration. Immutable.
 *
 * @param path the field: {@code capabilities[2].source}
 * @param message what was found and what was expected
 */
public record Problem(String path, String message) {

  /** The field as a JSON pointer (RFC 6901): {@code /capabilities/2/source}. */
  public String pointer() {
    return "/" + path.replace("[", "/").replace("]", "").replace('.', '/');
  }

  @Override
  public String toString() {
    return path + ": " + message;
  }
}
