// SPDX-License-Identifier: Apache-2.0
package dev.freshet.registry.form;

import dev.freshet.registry.Capabilities;
import dev.freshet.registry.Capabilities.EventUse;
import dev.freshet.registry.Capabilities.Loader;
import dev.freshet.registry.Capabilities.RegionUse;
import dev.freshet.registry.MemberId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Who can do what as JSON. Stateless. */
public final class CapabilitiesForm {
  private CapabilitiesForm() {}

  /**
   * All capabilities as JSON: maps, lists, texts. {@code gaps} names the regions that are held and
   * loaded by nobody, and the events of which one side is missing.
   */
  public static Map<String, Object> of(Capabilities capabilities) {
    Map<String, Object> form = new LinkedHashMap<>();
    form.put("regions", capabilities.regions().stream().map(CapabilitiesForm::region).toList());
    form.put("events", capabilities.events().stream().map(CapabilitiesForm::event).toList());
    form.put("gaps", gaps(capabilities));
    return form;
  }

  private static Map<String, Object> gaps(Capabilities capabilities) {
    Map<String, Object> gaps = new LinkedHashMap<>();
    gaps.put(
        "regionsWithoutLoader",
        capabilities.regions().stream()
            .filter(RegionUse::isWithoutLoader)
            .map(RegionUse::region)
            .toList());
    gaps.put(
        "eventsWithoutPublisher",
        capabilities.events().stream()
            .filter(EventUse::isWithoutPublisher)
            .map(EventUse::eventType)
            .toList());
    gaps.put(
        "eventsWithoutConsumer",
        capabilities.events().stream()
            .filter(EventUse::isWithoutConsumer)
            .map(EventUse::eventType)
            .toList());
    return gaps;
  }

  private static Map<String, Object> region(RegionUse use) {
    Map<String, Object> form = new LinkedHashMap<>();
    form.put("region", use.region());
    form.put("holders", names(use.holders()));
    form.put("loaders", use.loaders().stream().map(CapabilitiesForm::loader).toList());
    return form;
  }

  private static Map<String, Object> loader(Loader loader) {
    Map<String, Object> form = new LinkedHashMap<>();
    form.put("member", loader.member().toString());
    Map<String, Object> loading = JsonWriting.object(loader.loading());
    loading.remove("type");
    loading.remove("region");
    form.putAll(loading);
    return form;
  }

  private static Map<String, Object> event(EventUse use) {
    Map<String, Object> form = new LinkedHashMap<>();
    form.put("eventType", use.eventType());
    form.put("publishers", names(use.publishers()));
    form.put("consumers", names(use.consumers()));
    return form;
  }

  private static List<String> names(List<MemberId> members) {
    return members.stream().map(MemberId::toString).toList();
  }
}
