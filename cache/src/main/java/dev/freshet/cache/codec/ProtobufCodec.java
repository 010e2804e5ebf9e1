// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.codec;

import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import org.jspecify.annotations.Nullable;

/**
 * Protobuf messages, codec 6. Fields that a node does not know stay in the message, so that nodes
 * of two releases read each other's values. Needs {@code com.google.protobuf:protobuf-java}. Safe
 * for any thread.
 *
 * @param <M> the generated message
 */
public final class ProtobufCodec<M extends MessageLite> implements Codec<M> {
  private static final String NAME = "codec protobuf";

  private final Parser<M> parser;

  private ProtobufCodec(Parser<M> parser) {
    this.parser = parser;
  }

  /**
   * Makes the codec.
   *
   * @param parser what the generated {@code parser()} of the message returns
   */
  public static <M extends MessageLite> ProtobufCodec<M> of(Parser<M> parser) {
    return new ProtobufCodec<>(parser);
  }

  @Override
  public int id() {
    return 6;
  }

  @Override
  public String mediaType() {
    return "application/protobuf";
  }

  @Override
  public byte[] encode(M value) {
    if (!value.isInitialized()) {
      throw new CodecException(NAME + ": the value lacks a required field");
    }
    return Guard.encode(NAME, value::toByteArray);
  }

  @Override
  public M decode(byte[] bytes) {
    return Guard.decode(NAME, bytes, () -> parser.parseFrom(bytes));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ProtobufCodec<?> codec && codec.parser.equals(parser);
  }

  @Override
  public int hashCode() {
    return parser.hashCode();
  }

  @Override
  public String toString() {
    // A parser is an inner class of its message.
    return NAME + " by " + parser.getClass().getName();
  }
}
