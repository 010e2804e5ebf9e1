// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.store;

import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

/** A circuit breaker around a store that works changes nothing. */
class ResilientL2StoreContractTest extends L2StoreContractTest {
  @Override
  L2Store open() {
    return L2Store.resilient(
        L2Store.inMemory(Ticker.systemTicker()),
        ResilienceSettings.DEFAULT,
        new SimpleMeterRegistry());
  }
}
