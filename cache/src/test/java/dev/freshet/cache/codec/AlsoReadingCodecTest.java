// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.cache.codec.Samples.Payment;
import java.util.List;
import org.junit.jupiter.api.Test;

class AlsoReadingCodecTest {
  private static final Codec<Payment> JSON = Codec.json(Payment.class);
  private static final Codec<Payment> MESSAGE_PACK = MessagePackCodec.of(Payment.class);

  @Test
  void shouldReadEachOthersValuesDuringARollingDeploy() {
    Payment payment = Samples.payment();
    Codec<Payment> before = JSON.alsoReading(MESSAGE_PACK);
    Codec<Payment> after = MESSAGE_PACK.alsoReading(JSON).alsoReading(new OwnCodec());

    assertEquals(payment, after.decode(before.id(), before.encode(payment)));
    assertEquals(payment, before.decode(after.id(), after.encode(payment)));
    assertEquals(payment, after.decode(64, new byte[1]));
  }

  @Test
  void shouldWriteWithTheFirstAndReadNoOthers() {
    Codec<Payment> codec = JSON.alsoReading(MESSAGE_PACK);
    Payment payment = Samples.payment();

    assertArrayEquals(JSON.encode(payment), codec.encode(payment));
    assertEquals(payment, codec.decode(JSON.encode(payment)));
    assertEquals(List.of(2, 4), List.of(1, 2, 3, 4, 5, 6).stream().filter(codec::reads).toList());
    assertFalse(codec.reads(64));
    assertThrows(CodecException.class, () -> codec.decode(64, new byte[1]));
  }

  @Test
  void shouldRefuseTwoCodecsOfOneId() {
    Codec<Payment> codec = JSON.alsoReading(MESSAGE_PACK);

    assertThrows(IllegalArgumentException.class, () -> JSON.alsoReading(JSON));
    assertThrows(IllegalArgumentException.class, () -> codec.alsoReading(MESSAGE_PACK));
  }

  @Test
  void shouldMakeOneExceptionOfWhatAnOwnCodecRaises() {
    Codec<Payment> own = new OwnCodec();

    assertEquals(Samples.payment(), own.decode(64, new byte[1]));
    CodecException refused = assertThrows(CodecException.class, () -> own.decode(64, new byte[0]));
    assertTrue(refused.toString().contains("ArrayIndexOutOfBounds"), refused.toString());
    assertFalse(refused.toString().contains("Index 0"), "carries a message that may hold values");
  }

  /** A service's own, which checks nothing. */
  private static final class OwnCodec implements Codec<Payment> {
    @Override
    public int id() {
      return 64;
    }

    @Override
    public byte[] encode(Payment value) {
      return new byte[1];
    }

    @Override
    public Payment decode(byte[] bytes) {
      assertEquals(0, bytes[0]);
      return Samples.payment();
    }
  }
}
