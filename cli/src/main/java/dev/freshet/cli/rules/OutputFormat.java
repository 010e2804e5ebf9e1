// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.rules;

/** How a command shows its answer. */
enum OutputFormat {
  TEXT,
  JSON
}
