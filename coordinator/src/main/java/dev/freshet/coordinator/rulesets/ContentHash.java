// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.rulesets;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The hash by which a text of rules is known: SHA-256, lower-case hexadecimal. Stateless. */
public final class ContentHash {
  private ContentHash() {}

  /** The hash of a text in UTF-8. */
  public static String of(String text) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha256.digest(text.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
