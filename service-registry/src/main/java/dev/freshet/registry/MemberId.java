// SPDX-License-Identifier: Apache-2.0
package dev.freshet.registry;

import dev.freshet.events.avro.Heartbeat;
import dev.freshet.events.avro.Registration;
import java.util.Comparator;
import java.util.regex.Pattern;

/**
 * Who a member of the registry is, over all its restarts. Immutable; ordered by service, then
 * instance. The text form, {@code service/instance}, is the key of its records.
 *
 * @param service 1 to 100 letters, digits, dots, dashes, underscores and colons
 * @param instance likewise
 */
public record MemberId(String service, String instance) implements Comparable<MemberId> {
  private static final Pattern LEGAL = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9._:-]{0,99}");
  private static final Comparator<MemberId> ORDER =
      Comparator.comparing(MemberId::service).thenComparing(MemberId::instance);

  /**
   * A member.
   *
   * @throws IllegalArgumentException if a part is not as it must be; names the part
   */
  public MemberId {
    check("service", service);
    check("instance", instance);
  }

  private static void check(String part, String found) {
    if (!LEGAL.matcher(found).matches()) {
      throw new IllegalArgumentException(
          "member "
              + part
              + ": found '"
              + found
              + "', expected 1 to 100 letters, digits, dots, dashes, underscores and colons");
    }
  }

  /**
   * Reads the text form.
   *
   * @throws IllegalArgumentException if {@code text} is not {@code service/instance}
   */
  public static MemberId parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      throw new IllegalArgumentException("member: found '" + text + "', expected service/instance");
    }
    return new MemberId(text.substring(0, slash), text.substring(slash + 1));
  }

  /** Whom a registration is about. */
  public static MemberId of(Registration registration) {
    return new MemberId(registration.getService(), registration.getInstance());
  }

  /** Whom a heartbeat is about. */
  public static MemberId of(Heartbeat heartbeat) {
    return new MemberId(heartbeat.getService(), heartbeat.getInstance());
  }

  @Override
  public int compareTo(MemberId other) {
    return ORDER.compare(this, other);
  }

  /** {@code service/instance}. */
  @Override
  public String toString() {
    return service + "/" + instance;
  }
}
