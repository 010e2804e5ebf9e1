// SPDX-License-Identifier: Apache-2.0
package dev.freshet.events.topics;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * The headers of domain events that are Freshet's own. Their values are texts in UTF-8. Stateless
 * and safe for any thread; the headers that are handed in are for one.
 */
public final class EventHeaders {
  /**
   * {@code 1} on an event, or on a command, of which somebody waits to hear that it is applied:
   * progress is then told at once instead of at the next interval.
   */
  public static final String AWAIT = "freshet_await";

  private static final byte[] YES = "1".getBytes(StandardCharsets.UTF_8);

  private EventHeaders() {}

  /** Says that somebody waits to hear that the record is applied. */
  public static void await(Headers headers) {
    headers.add(AWAIT, YES.clone());
  }

  /** Whether somebody waits to hear that the record is applied. */
  public static boolean isAwaited(Headers headers) {
    Header header = headers.lastHeader(AWAIT);
    return header != null && Arrays.equals(YES, header.value());
  }
}
