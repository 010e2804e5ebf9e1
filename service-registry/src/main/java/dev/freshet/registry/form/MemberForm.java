// SPDX-License-Identifier: Apache-2.0
package dev.freshet.registry.form;

import dev.freshet.events.avro.Registration;
import dev.freshet.events.avro.RegistryEntry;
import dev.freshet.registry.MemberView;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Members as JSON: what the registry says of them, and what they said last. Stateless. */
public final class MemberForm {
  private static final List<String> WHO =
      List.of("service", "instance", "incarnation", "owner", "version", "zone", "startedAt");

  /** What is shown in another place, or is the observer's own business. */
  private static final List<String> KEPT_BACK = List.of("registration", "ended");

  private MemberForm() {}

  /**
   * A member as JSON: maps, lists, texts, numbers. {@code conditions} are the newest known; {@code
   * heartbeat} is there if one was heard, and its shape is that of {@link HeartbeatForm}.
   */
  public static Map<String, Object> of(MemberView member, Instant now) {
    RegistryEntry entry = member.entry();
    Map<String, Object> registration = RegistrationForm.write(entry.getRegistration());
    Map<String, Object> form = new LinkedHashMap<>();
    WHO.stream()
        .filter(registration::containsKey)
        .forEach(name -> form.put(name, registration.get(name)));
    Map<String, Object> said = JsonWriting.object(entry);
    said.keySet().removeAll(KEPT_BACK);
    form.putAll(said);
    member
        .heard()
        .ifPresent(
            heard -> {
              Map<String, Object> heartbeat = HeartbeatForm.of(heard, now);
              heartbeat.keySet().removeAll(WHO);
              form.put("conditions", heartbeat.remove("conditions"));
              form.put("heartbeat", heartbeat);
            });
    return form;
  }

  /** As {@link #of}, with {@code lease}, {@code capabilities} and {@code metadata}. */
  public static Map<String, Object> full(MemberView member, Instant now) {
    Map<String, Object> form = of(member, now);
    Registration registration = member.entry().getRegistration();
    RegistrationForm.write(registration).forEach(form::putIfAbsent);
    return form;
  }
}
