// SPDX-License-Identifier: Apache-2.0
package dev.freshet.registry;

/**
 * The keys, besides {@code service/instance}, of records in the topics of the registry. No member's
 * id begins with an exclamation mark.
 */
public final class RegistryKeys {
  /** In the registry: what the observer says of itself. */
  public static final String OBSERVER = "!observer";

  /** On the tombstone of a registration: the incarnation that has left, in UTF-8. */
  public static final String INCARNATION_HEADER = "freshet_incarnation";

  private static final String DRAIN = "!drain/";

  private RegistryKeys() {}

  /** In the registrations: the order to drain a member. */
  public static String drain(MemberId member) {
    return DRAIN + member;
  }

  /** Whether a key is that of an order to drain. */
  public static boolean isDrain(String key) {
    return key.startsWith(DRAIN);
  }

  /**
   * Whom an order is about.
   *
   * @throws IllegalArgumentException if the key is not that of an order to drain a member
   */
  public static MemberId drained(String key) {
    if (!isDrain(key)) {
      throw new IllegalArgumentException(
          "key: found '" + key + "', expected " + DRAIN + "service/instance");
    }
    return MemberId.parse(key.substring(DRAIN.length()));
  }
}
