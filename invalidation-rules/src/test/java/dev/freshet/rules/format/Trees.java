// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.format;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * What a YAML text says, by another reader than ours: documents without their order of keys, texts
 * to the character, and whether YAML takes a text for a number and the like.
 */
final class Trees {
  private Trees() {}

  static List<Object> of(String yaml) {
    LoadSettings settings =
        LoadSettings.builder()
            .setSchema(new CoreSchema())
            .setAllowDuplicateKeys(true)
            .setBufferSize(yaml.length() + 2)
            .build();
    List<Object> documents = new ArrayList<>();
    for (Node node : new Compose(settings).composeAllFromString(yaml)) {
      documents.add(tree(node));
    }
    return documents.stream().filter(document -> !document.equals("nothing")).toList();
  }

  private static Object tree(Node node) {
    if (node instanceof MappingNode mapping) {
      Map<Object, List<Object>> entries = new LinkedHashMap<>();
      mapping
          .getValue()
          .forEach(
              tuple ->
                  entries
                      .computeIfAbsent(tree(tuple.getKeyNode()), key -> new ArrayList<>())
                      .add(tree(tuple.getValueNode())));
      return entries;
    }
    if (node instanceof SequenceNode sequence) {
      return sequence.getValue().stream().map(Trees::tree).toList();
    }
    ScalarNode scalar = (ScalarNode) node;
    String tag = Objects.toString(scalar.getTag());
    return tag.endsWith(":null") ? "nothing" : tag + " " + scalar.getValue();
  }
}
