// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.rules.options;

/** How a command shows its answer. */
public enum OutputFormat {
  TEXT,
  JSON
}
