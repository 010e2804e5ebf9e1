// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.cache.RegionSettings;
import dev.freshet.cache.codec.Codec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.jspecify.annotations.Nullable;

/** Whatever happens, in whatever order: a proxy answers as the implementation would. */
class CachingProxyPropertyTest {
  static final class MissingException extends Exception {
    private static final long serialVersionUID = 1L;

    MissingException(String message) {
      super(message);
    }
  }

  /** Who has what; every method depends on what earlier ones changed. */
  interface Shelf {
    @Cached(region = "item")
    @Nullable String item(String owner, int slot);

    @Cached(region = "item")
    Optional<String> find(String owner, int slot);

    @Cached(region = "items")
    List<String> items(String owner) throws MissingException;

    @Cached(region = "count")
    int count();

    @InvalidateTags({"slot:{owner}:{slot}", "owner:{owner}", "count"})
    @Nullable String put(String owner, int slot, String item);

    @InvalidateTags({"slot:{owner}:{slot}", "owner:{owner}", "count"})
    boolean remove(String owner, int slot) throws MissingException;

    @InvalidateTags({"item", "items", "count"})
    void clear();
  }

  private static final class MapShelf implements Shelf {
    private final Map<String, Map<Integer, String>> owners = new HashMap<>();
    private int reads;

    @Override
    public @Nullable String item(String owner, int slot) {
      reads++;
      return owners.getOrDefault(owner, Map.of()).get(slot);
    }

    @Override
    public Optional<String> find(String owner, int slot) {
      return Optional.ofNullable(item(owner, slot));
    }

    @Override
    public List<String> items(String owner) throws MissingException {
      reads++;
      Map<Integer, String> items = owners.get(owner);
      if (items == null) {
        throw new MissingException(owner);
      }
      return items.values().stream().sorted().toList();
    }

    @Override
    public int count() {
      reads++;
      return owners.values().stream().mapToInt(Map::size).sum();
    }

    @Override
    public @Nullable String put(String owner, int slot, String item) {
      return owners.computeIfAbsent(owner, key -> new HashMap<>()).put(slot, item);
    }

    @Override
    public boolean remove(String owner, int slot) throws MissingException {
      if (!owners.containsKey(owner)) {
        throw new MissingException(owner);
      }
      return owners.getOrDefault(owner, Map.of()).remove(slot) != null;
    }

    @Override
    public void clear() {
      owners.clear();
    }
  }

  /** One call, to be made on both. */
  record Step(String method, String owner, int slot, String item) {
    @Nullable Object on(Shelf shelf) throws MissingException {
      return switch (method) {
        case "item" -> shelf.item(owner, slot);
        case "find" -> shelf.find(owner, slot);
        case "items" -> shelf.items(owner);
        case "count" -> shelf.count();
        case "put" -> shelf.put(owner, slot, item);
        case "remove" -> shelf.remove(owner, slot);
        default -> {
          shelf.clear();
          yield null;
        }
      };
    }
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<String> methods =
        Arbitraries.frequency(
            Tuple.of(6, "item"),
            Tuple.of(6, "find"),
            Tuple.of(6, "items"),
            Tuple.of(4, "count"),
            Tuple.of(4, "put"),
            Tuple.of(2, "remove"),
            Tuple.of(1, "clear"));
    // Owners that a careless key would mix up: encoded, they differ.
    return Combinators.combine(
            methods,
            Arbitraries.of("a", "a:1", "", "a%3a1", "ü|="),
            Arbitraries.integers().between(0, 2),
            Arbitraries.of("x", "y"))
        .as(Step::new)
        .list()
        .ofMaxSize(60);
  }

  @Property(tries = 500)
  void shouldAnswerAsTheImplementationDoes(@ForAll("steps") List<Step> steps) {
    MapShelf bare = new MapShelf();
    MapShelf behind = new MapShelf();
    Shelf cached = cached(behind);

    List<String> expected = outcomes(steps, bare);
    List<String> found = outcomes(steps, cached);

    assertEquals(expected, found);
    assertEquals(bare.owners, behind.owners);
    assertTrue(behind.reads <= bare.reads, "the proxy may spare reads, not add any");
  }

  private static Shelf cached(Shelf shelf) {
    OneNode node =
        new OneNode(
            RegionSettings.of("item", "item:{owner}:{slot}")
                .withTags("slot:{owner}:{slot}", "item"),
            RegionSettings.of("count", "count").withTags("count"));
    RegionSettings items =
        RegionSettings.of("items", "items:{owner}").withTags("owner:{owner}", "items");
    return CachingProxy.of(node::invalidate)
        .regions(node::region)
        .region(node.cache.region(items, Codec.<List<String>>json(List.class)))
        .wrap(Shelf.class, shelf);
  }

  private static List<String> outcomes(List<Step> steps, Shelf shelf) {
    List<String> outcomes = new ArrayList<>();
    for (Step step : steps) {
      outcomes.add(step.method() + " -> " + outcome(() -> step.on(shelf)));
    }
    return outcomes;
  }

  private static String outcome(Callable<@Nullable Object> call) {
    try {
      return String.valueOf(call.call());
    } catch (Exception e) {
      return e.toString();
    }
  }
}
