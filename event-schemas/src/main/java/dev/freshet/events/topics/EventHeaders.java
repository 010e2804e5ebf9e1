// SPDX-License-Identifier: Apache-2.0
package dev.freshet.events.topics;

/** The headers of domain events that are Freshet's own. Their values are texts in UTF-8. */
public final class EventHeaders {
  /**
   * {@code 1} on an event whose publisher waits to hear that it is applied: progress is then told
   * at once instead of at the next interval.
   */
  public static final String AWAIT = "freshet_await";

  private EventHeaders() {}
}
