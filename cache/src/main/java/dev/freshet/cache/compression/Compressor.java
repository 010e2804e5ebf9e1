// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.compression;

import java.io.IOException;

/** One algorithm. Implementations alone touch their library, so that it may be absent. */
interface Compressor {

  /** The compressed form, in an array of just its length. */
  byte[] compress(byte[] original) throws IOException;

  /**
   * Fills the target from the compressed form, never writing beyond it.
   *
   * @return how many bytes came out; any number but the target's length means corrupt bytes
   * @throws IOException if the bytes are corrupt; a library may also raise what is unchecked
   */
  int decompress(byte[] source, int offset, int length, byte[] target) throws IOException;
}
