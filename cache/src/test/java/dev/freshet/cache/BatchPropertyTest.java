// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.freshet.events.values.Target;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** A batch does what as many single calls do: here, in the source, and on the other node. */
class BatchPropertyTest {
  private static final int IDS = 6;

  /** A step of a history, on one of two nodes. */
  record Step(String what, int node, List<Integer> ids) {}

  /** Two nodes and their source, driven by batches or by single calls. */
  private static final class Side {
    private final TestCluster cluster = new TestCluster();
    private final List<Region<Integer>> regions =
        List.of(
            cluster.node().region(RegionSettings.of("n", "n:{id}"), Integer.class),
            cluster.node().region(RegionSettings.of("n", "n:{id}"), Integer.class));
    private final Map<Integer, Integer> source = new HashMap<>();
    private final boolean batches;
    private int version;

    Side(boolean batches) {
      this.batches = batches;
    }

    Map<Integer, Integer> take(Step step) {
      Region<Integer> region = regions.get(step.node());
      List<EntryKey> keys = step.ids().stream().map(id -> region.key(Map.of("id", id))).toList();
      return switch (step.what()) {
        case "change" -> change(step.ids());
        case "put" -> put(region, keys);
        case "present" -> byId(batches ? region.getAllPresent(keys) : eachPresent(region, keys));
        default -> byId(batches ? region.getAll(keys, this::loadAll) : each(region, keys));
      };
    }

    private Map<Integer, Integer> change(List<Integer> ids) {
      for (int id : ids) {
        store(id, ++version);
        cluster.append(new Target.Key("n:" + id)).join();
      }
      return Map.of();
    }

    private Map<Integer, Integer> put(Region<Integer> region, List<EntryKey> keys) {
      Map<EntryKey, Integer> written = new LinkedHashMap<>();
      keys.forEach(key -> written.put(key, ++version));
      written.forEach((key, value) -> source.put(id(key), value));
      if (batches) {
        region.putAll(written);
      } else {
        written.forEach(region::put);
      }
      return Map.of();
    }

    /** Every third version says that there is no value. */
    private void store(int id, int value) {
      if (value % 3 == 0) {
        source.remove(id);
      } else {
        source.put(id, value);
      }
    }

    private Map<EntryKey, Integer> loadAll(Set<EntryKey> keys) {
      Map<EntryKey, Integer> loaded = new HashMap<>();
      for (EntryKey key : keys) {
        Integer value = source.get(id(key));
        if (value != null) {
          loaded.put(key, value);
        }
      }
      return loaded;
    }

    private Map<EntryKey, Integer> each(Region<Integer> region, List<EntryKey> keys) {
      Map<EntryKey, Integer> found = new LinkedHashMap<>();
      for (EntryKey key : keys) {
        Integer value = region.get(key, asked -> source.get(id(asked)));
        if (value != null) {
          found.put(key, value);
        }
      }
      return found;
    }

    private static Map<EntryKey, Integer> eachPresent(Region<Integer> region, List<EntryKey> keys) {
      Map<EntryKey, Integer> found = new LinkedHashMap<>();
      for (EntryKey key : keys) {
        Integer value = region.getIfPresent(key);
        if (value != null) {
          found.put(key, value);
        }
      }
      return found;
    }

    private static Map<Integer, Integer> byId(Map<EntryKey, Integer> values) {
      return values.entrySet().stream()
          .collect(
              Collectors.toMap(
                  entry -> id(entry.getKey()),
                  Map.Entry::getValue,
                  (one, two) -> one,
                  LinkedHashMap::new));
    }

    private static int id(EntryKey key) {
      return (int) key.param("id");
    }
  }

  @Property(tries = 300)
  void shouldDoWhatSingleCallsDo(@ForAll("histories") List<Step> history) {
    Side batches = new Side(true);
    Side singles = new Side(false);

    for (Step step : history) {
      Map<Integer, Integer> expected = singles.take(step);
      Map<Integer, Integer> found = batches.take(step);

      assertEquals(expected, found);
      assertEquals(List.copyOf(expected.keySet()), List.copyOf(found.keySet()), "order");
    }
  }

  @Property(tries = 300)
  void shouldAgreeWithTheSourceAfterEachStep(@ForAll("histories") List<Step> history) {
    Side side = new Side(true);
    List<Integer> all = List.of(0, 1, 2, 3, 4, 5);

    for (Step step : history) {
      side.take(step);

      assertEquals(side.source, side.take(new Step("get", 1 - step.node(), all)));
    }
  }

  @Provide
  Arbitrary<List<Step>> histories() {
    Arbitrary<List<Integer>> ids = Arbitraries.integers().between(0, IDS - 1).list().ofMaxSize(8);
    return Arbitraries.of("get", "get", "present", "put", "change")
        .flatMap(
            what ->
                Arbitraries.integers()
                    .between(0, 1)
                    .flatMap(node -> ids.map(chosen -> new Step(what, node, chosen))))
        .list()
        .ofMaxSize(15);
  }
}
