// SPDX-License-Identifier: Apache-2.0
package dev.freshet.events.wire;

/** Where a record stands; its text form is {@code topic:partition:offset}. */
public record RecordAddress(String topic, int partition, long offset) {
  @Override
  public String toString() {
    return topic + ":" + partition + ":" + offset;
  }
}
