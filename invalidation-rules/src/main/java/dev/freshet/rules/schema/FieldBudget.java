// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.schema;

/**
 * Bounds how many fields one schema can unfold to: definitions that use each other twice double at
 * every step. What comes behind the bound is not checked. Belongs to one thread.
 */
final class FieldBudget {
  private static final int FIELDS = 5_000;

  private int left = FIELDS;

  /** Counts one field; false if there is room for none. */
  boolean take() {
    return left-- > 0;
  }
}
