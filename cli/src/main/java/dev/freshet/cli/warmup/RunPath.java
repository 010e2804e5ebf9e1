// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.warmup;

import dev.freshet.cli.ops.Api;

/** Where the API shows runs. Stateless. */
final class RunPath {
  static final String ALL = "/api/v1/warmup/runs";

  private RunPath() {}

  static String of(String run) {
    return ALL + "/" + Api.segment(run);
  }
}
