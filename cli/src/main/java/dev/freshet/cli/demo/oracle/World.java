// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.demo.oracle;

import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * The ids that exist: users, and as many bills, documents and so on as users; each user has {@value
 * #EACH} sessions and payments. Immutable.
 *
 * @param users how many
 */
public record World(int users) {
  /** Sessions and payments of a user. */
  public static final int EACH = 2;

  /** One value for every hole of a key template that the shipped regions have. */
  Map<String, Object> ids(int number, int each) {
    return ids(number, each, number);
  }

  /** The same for an event: whose it is and what it is about vary independently. */
  Map<String, Object> ids(RandomGenerator random) {
    return ids(random.nextInt(users), random.nextInt(EACH), random.nextInt(users));
  }

  private static Map<String, Object> ids(int user, int each, int other) {
    return Map.of(
        "userId", (long) user,
        "paymentId", "pay-" + user + "-" + each,
        "sessionId", "session-" + user + "-" + each,
        "billId", "bill-" + other,
        "documentId", "document-" + other,
        "templateId", "template-" + other,
        "providerId", "provider-" + other,
        "utilityType", "utility-" + other,
        "scope", "scope-" + other);
  }
}
