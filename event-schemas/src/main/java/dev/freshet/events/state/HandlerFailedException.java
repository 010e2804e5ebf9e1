// SPDX-License-Identifier: Apache-2.0
package dev.freshet.events.state;

/** A handler of a {@link CacheStateSubscriber} threw, which ended the subscriber. */
public final class HandlerFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  HandlerFailedException(StreamItem item, RuntimeException cause) {
    super(
        "cache-state subscriber: a handler failed at " + StateEventJson.text(item) + ": " + cause,
        cause);
  }
}
