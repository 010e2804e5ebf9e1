// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.check;

/** One check. Pure, and without memory of earlier runs. */
interface Check {
  /** Looks at all files together. */
  void run(RuleSets sets, Findings findings);
}
