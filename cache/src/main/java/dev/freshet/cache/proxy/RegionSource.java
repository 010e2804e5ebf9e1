// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.proxy;

import dev.freshet.cache.Region;

/** Where proxies get their regions from: {@code node::region}. Asked while wrapping only. */
@FunctionalInterface
public interface RegionSource {

  /**
   * The region of that name for values of that type.
   *
   * @throws IllegalArgumentException if there is no such region, or it holds values of another type
   */
  Region<?> region(String name, Class<?> type);
}
