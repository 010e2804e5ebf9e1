// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache;

/** Stores a value in its source. */
@FunctionalInterface
public interface SourceWriter<V> {

  /**
   * Stores the value; when this returns, a load finds it.
   *
   * @throws Exception what the source threw
   */
  void write(EntryKey key, V value) throws Exception;
}
