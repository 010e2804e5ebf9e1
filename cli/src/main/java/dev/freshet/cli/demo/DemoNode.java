// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.demo;

import dev.freshet.cache.EntryKey;
import dev.freshet.cache.Loader;
import dev.freshet.cache.Region;
import dev.freshet.cli.demo.oracle.Keyspace;
import dev.freshet.cli.demo.oracle.Slot;
import dev.freshet.worker.FreshetNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A node with the demo's entries. Safe for any thread. */
final class DemoNode {
  private record Place(Region<Row> region, EntryKey key) {}

  private final FreshetNode node;
  private final List<Place> places = new ArrayList<>();

  DemoNode(FreshetNode node, Keyspace keyspace) {
    this.node = node;
    for (Slot slot : keyspace.slots()) {
      Region<Row> region = node.region(slot.region(), Row.class);
      places.add(new Place(region, region.key(slot.params())));
    }
  }

  String name() {
    return node.name();
  }

  String key(int slot) {
    return places.get(slot).key().text();
  }

  @Nullable Row get(int slot, Loader<Row> loader) {
    Place place = places.get(slot);
    return place.region().get(place.key(), loader);
  }

  @Nullable Row getIfPresent(int slot) {
    Place place = places.get(slot);
    return place.region().getIfPresent(place.key());
  }

  FreshetNode node() {
    return node;
  }

  void awaitReady(Duration timeout) throws TimeoutException, InterruptedException {
    node.awaitReady(timeout);
  }
}
