// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.diff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.freshet.rules.RuleBook;
import dev.freshet.rules.RuleSetFile;
import dev.freshet.rules.RuleSource;
import dev.freshet.rules.ShippedRules;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;

/** Layout and order make no difference. */
class RuleDiffPropertyTest {
  private static final List<RuleSource> ALL = sources();

  private static List<RuleSource> sources() {
    List<RuleSource> sources = new ArrayList<>(ShippedRules.load());
    sources.add(new RuleSource("all", "all.yaml", 1, Sets.text("all.yaml")));
    return sources;
  }

  @Property(tries = 30)
  void shouldSeeNoDifferenceInAnotherLayout(@ForAll long seed) {
    Random random = new Random(seed);
    List<RuleSource> moved = new ArrayList<>();
    for (RuleSource source : ALL) {
      String text = layOut(source.text(), random);
      assertNotEquals(source.text(), text);
      moved.add(new RuleSource(source.name(), "moved/" + source.file(), 7, text));
    }
    Collections.shuffle(moved, random);

    assertEquals(List.of(), RuleDiff.between(files(ALL), files(moved)).differences());
    assertEquals(List.of(), RuleDiff.between(files(moved), files(ALL)).differences());
  }

  private static List<RuleSetFile> files(List<RuleSource> sources) {
    return RuleBook.compile(sources).files();
  }

  private static String layOut(String text, Random random) {
    List<Object> documents = new ArrayList<>();
    new Load(LoadSettings.builder().build()).loadAllFromString(text).forEach(documents::add);
    Collections.shuffle(documents, random);
    DumpSettings settings =
        DumpSettings.builder()
            .setDefaultFlowStyle(List.of(FlowStyle.values()).get(random.nextInt(3)))
            .setDefaultScalarStyle(
                random.nextBoolean() ? ScalarStyle.DOUBLE_QUOTED : ScalarStyle.PLAIN)
            .setExplicitStart(true)
            .setWidth(20 + random.nextInt(100))
            .build();
    StringBuilder out = new StringBuilder("# Laid out anew.\n");
    documents.forEach(
        document -> out.append(new Dump(settings).dumpToString(shuffled(document, random))));
    return out.toString();
  }

  private static @Nullable Object shuffled(@Nullable Object node, Random random) {
    if (node instanceof List<?> list) {
      List<Object> items = new ArrayList<>(list);
      items.replaceAll(item -> shuffled(item, random));
      Collections.shuffle(items, random);
      return items;
    }
    if (node instanceof Map<?, ?> map) {
      List<Object> keys = new ArrayList<>(map.keySet());
      Collections.shuffle(keys, random);
      Map<Object, Object> entries = new LinkedHashMap<>();
      keys.forEach(key -> entries.put(key, shuffled(map.get(key), random)));
      return entries;
    }
    return node;
  }
}
