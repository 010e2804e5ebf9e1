// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.settings;

/** What a region does while its node does not hear of invalidations. */
public enum OnBlind {
  /** Serves on, as if nothing had happened. */
  SERVE,

  /** Serves only values that are younger than the bound, and so cannot be staler. */
  SHORTEN,

  /** Serves nothing that is cached: every read goes to the source. */
  BYPASS
}
