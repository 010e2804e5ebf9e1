// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.codec;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Makes one exception of all that libraries and users' classes raise at values and bytes they
 * cannot handle. Only the kind of the failure is kept: its message may hold the value.
 */
final class Guard {
  private Guard() {}

  /** A step of someone else's code. */
  interface Step<T> {
    @Nullable T run() throws IOException;
  }

  static byte[] encode(String codec, Step<byte[]> step) {
    byte[] bytes = run(codec + ": the value has no such form", step);
    if (bytes == null) {
      throw new CodecException(codec + ": found null, expected bytes");
    }
    return bytes;
  }

  static <V> V decode(String codec, byte[] bytes, Step<V> step) {
    V value = run(codec + ": " + bytes.length + " bytes are no such value", step);
    if (value == null) {
      throw new CodecException(codec + ": found null, expected a value");
    }
    return value;
  }

  private static <T> @Nullable T run(String problem, Step<T> step) {
    try {
      return step.run();
    } catch (CodecException e) {
      throw e;
    } catch (IOException | RuntimeException | StackOverflowError e) {
      // A deeply nested value exhausts the stack, not the memory; unwinding has freed it again.
      throw new CodecException(problem + " (" + e.getClass().getSimpleName() + ")");
    }
  }
}
