// SPDX-License-Identifier: Apache-2.0
package dev.freshet.http.problem;

/**
 * A kind of failure with a code that never changes. Implemented by enums; {@link HttpCode} holds
 * the kinds that every HTTP API has.
 */
public interface ProblemCode {

  /** Letter and number, such as {@code H005}. */
  String code();

  /** The HTTP status that goes with it. */
  int status();

  /** What went wrong, the same for every occurrence. */
  String title();

  /** Where the kind is explained: a path of the API itself. */
  default String type() {
    return "/problems/" + code();
  }
}
