// SPDX-License-Identifier: Apache-2.0
package dev.freshet.registry.form;

import dev.freshet.events.state.StateKinds;
import dev.freshet.registry.Capabilities;
import dev.freshet.registry.Capabilities.EventUse;
import dev.freshet.registry.Capabilities.Loader;
import dev.freshet.registry.Capabilities.RegionUse;
import dev.freshet.registry.MemberId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Who can do what as JSON. Stateless. */
public final class CapabilitiesForm {
  private static final String REGION = "region";
  private static final String EVENT_TYPE = "eventType";

  private CapabilitiesForm() {}

  /**
   * All capabilities as JSON: maps, lists, texts. {@code gaps} names what somebody relies on and
   * nobody does.
   */
  public static Map<String, Object> of(Capabilities capabilities) {
    Map<String, Object> form = new LinkedHashMap<>();
    form.put(
        "holds",
        capabilities.regions().stream()
            .filter(use -> !use.holders().isEmpty())
            .map(use -> use(REGION, use.region(), use.holders()))
            .toList());
    form.put(
        "loads",
        capabilities.regions().stream()
            .filter(use -> !use.loaders().isEmpty())
            .map(CapabilitiesForm::loads)
            .toList());
    form.put(
        "publishes",
        capabilities.events().stream()
            .filter(use -> !use.publishers().isEmpty())
            .map(use -> use(EVENT_TYPE, use.eventType(), use.publishers()))
            .toList());
    form.put(
        "consumes",
        capabilities.events().stream()
            .filter(use -> !use.consumers().isEmpty())
            .map(use -> use(EVENT_TYPE, use.eventType(), use.consumers()))
            .toList());
    form.put("gaps", Stream.concat(unloaded(capabilities), unpublished(capabilities)).toList());
    return form;
  }

  private static Map<String, Object> use(String what, String name, List<MemberId> members) {
    Map<String, Object> form = new LinkedHashMap<>();
    form.put(what, name);
    form.put("members", members.stream().map(MemberId::toString).toList());
    return form;
  }

  private static Map<String, Object> loads(RegionUse use) {
    Map<String, Object> form =
        use(REGION, use.region(), use.loaders().stream().map(Loader::member).toList());
    form.put("loaders", use.loaders().stream().map(CapabilitiesForm::loader).toList());
    return form;
  }

  private static Map<String, Object> loader(Loader loader) {
    Map<String, Object> form = new LinkedHashMap<>();
    form.put("member", loader.member().toString());
    Map<String, Object> loading = JsonWriting.object(loader.loading());
    loading.remove("type");
    loading.remove(REGION);
    form.putAll(loading);
    return form;
  }

  private static Stream<Map<String, String>> unloaded(Capabilities capabilities) {
    return capabilities.regions().stream()
        .filter(RegionUse::isWithoutLoader)
        .map(
            use ->
                gap(
                    "unloaded",
                    use.region(),
                    "region " + use.region() + " is held, and nobody can load it"));
  }

  /** Cache-state events come from Freshet itself. */
  private static Stream<Map<String, String>> unpublished(Capabilities capabilities) {
    return capabilities.events().stream()
        .filter(EventUse::isWithoutPublisher)
        .filter(use -> !StateKinds.names().contains(use.eventType()))
        .map(
            use ->
                gap(
                    "unpublished",
                    use.eventType(),
                    "event " + use.eventType() + " is consumed, and nobody publishes it"));
  }

  private static Map<String, String> gap(String kind, String name, String message) {
    return Map.of("kind", kind, "name", name, "message", message);
  }
}
