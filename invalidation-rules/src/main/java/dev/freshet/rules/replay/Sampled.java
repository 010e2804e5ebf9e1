// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.replay;

import java.util.List;

/**
 * Events of one sort. Immutable and safe for any thread.
 *
 * @param events how many there were
 * @param samples the first few, of as many types of events as can be
 */
public record Sampled(long events, List<Sample> samples) {
  public Sampled {
    samples = List.copyOf(samples);
  }
}
