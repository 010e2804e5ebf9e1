// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.store;

import com.github.benmanes.caffeine.cache.Ticker;

class InMemoryL2StoreTest extends L2StoreContractTest {
  @Override
  L2Store open() {
    return L2Store.inMemory(Ticker.systemTicker());
  }
}
