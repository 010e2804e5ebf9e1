// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.codec;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.reflect.Type;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessageUnpacker;
import org.msgpack.jackson.dataformat.MessagePackFactory;

/**
 * Values as MessagePack through Jackson, codec 4: what {@link Codec#json} writes, in fewer bytes.
 * Needs {@code org.msgpack:jackson-dataformat-msgpack}.
 */
public final class MessagePackCodec {
  private MessagePackCodec() {}

  /**
   * Makes the codec. Unknown properties are ignored; dates are ISO-8601 text.
   *
   * @param type of the values
   * @throws IllegalStateException if the library is not there
   */
  public static <V> Codec<V> of(Type type) {
    try {
      return new JacksonCodec<>(
          4,
          "messagepack",
          "application/vnd.msgpack",
          Library.MAPPER,
          Library::requireAllThatIsClaimed,
          type);
    } catch (LinkageError e) {
      throw new IllegalStateException(
          "codec messagepack: expected org.msgpack:jackson-dataformat-msgpack on the class path",
          e);
    }
  }

  /** Apart, for it needs the library to load. */
  private static final class Library {
    /** Without reuse: it would keep each thread's last value alive. */
    static final ObjectMapper MAPPER =
        JacksonCodec.mapper(
            new MessagePackFactory()
                .setReuseResourceInGenerator(false)
                .setReuseResourceInParser(false));

    /**
     * Passes over the value without a copy: a header may claim more bytes than there are, and the
     * reader makes room for up to 64 MiB before it looks.
     */
    static void requireAllThatIsClaimed(byte[] bytes) throws IOException {
      try (MessageUnpacker unpacker = MessagePack.newDefaultUnpacker(bytes)) {
        unpacker.skipValue();
      }
    }
  }
}
