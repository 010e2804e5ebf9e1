// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.l1;

import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Walks over the keys, one to a call. One for each thread. */
@State(Scope.Thread)
public class Cursor {
  /** A power of two, so that walking costs an addition. */
  static final int KEYS = 1 << 10;

  private int at;

  int next() {
    return at++ & (KEYS - 1);
  }
}
