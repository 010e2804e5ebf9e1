// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks.l2;

import dev.freshet.cache.codec.Codec;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Values of a wanted size, and the codec that makes bytes of them. Immutable.
 *
 * @param codec for {@code value}
 * @param value one value
 */
record SampleValues<V>(Codec<V> codec, V value) {

  /** A customer's payments: text, numbers and nesting, as values of services are. */
  record History(long userId, String currency, List<Payment> payments) {}

  /** One of the payments. */
  record Payment(String billId, long cents, String state, boolean refunded) {}

  static SampleValues<?> of(String codec, int sizeBytes) {
    return switch (codec) {
      case "bytes" -> new SampleValues<>(Codec.bytes(), randomBytes(sizeBytes));
      case "json" -> json(sizeBytes);
      default ->
          throw new IllegalArgumentException(
              "codec: found '" + codec + "', expected bytes or json");
    };
  }

  private static byte[] randomBytes(int sizeBytes) {
    byte[] bytes = new byte[sizeBytes];
    new Random(1).nextBytes(bytes);
    return bytes;
  }

  /** As many payments as it takes to reach the size. */
  private static SampleValues<History> json(int sizeBytes) {
    Codec<History> codec = Codec.json(History.class);
    List<Payment> payments = new ArrayList<>();
    History history = new History(42, "EUR", List.of());
    while (codec.encode(history).length < sizeBytes) {
      int next = payments.size();
      payments.add(new Payment("bill-" + next, 1250L + next, "SETTLED", false));
      history = new History(42, "EUR", List.copyOf(payments));
    }
    return new SampleValues<>(codec, history);
  }
}
