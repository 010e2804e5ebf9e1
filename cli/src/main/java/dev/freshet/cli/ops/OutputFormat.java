// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.ops;

/** How an answer is shown. */
enum OutputFormat {
  TABLE,
  /** A table with more columns. */
  WIDE,
  JSON,
  YAML
}
