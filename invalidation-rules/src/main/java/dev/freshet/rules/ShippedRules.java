// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * The rule sets that Freshet ships: those of the eight example services. Stateless and safe for any
 * thread; reads from the class path.
 */
public final class ShippedRules {
  static final List<String> SERVICES =
      List.of(
          "analytics",
          "billing",
          "document",
          "notification",
          "payment",
          "user",
          "utility",
          "webhook");

  private ShippedRules() {}

  /** The sources, in the order of their names; they compile without an issue. */
  public static List<RuleSource> load() {
    return SERVICES.stream().map(ShippedRules::load).toList();
  }

  private static RuleSource load(String service) {
    String resource = "/freshet/rules/" + service + ".yaml";
    try (InputStream in = ShippedRules.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(resource + ": not on the class path");
      }
      return RuleSource.ofUtf8(service, "rules/" + service + ".yaml", 0, in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(resource + ": cannot be read", e);
    }
  }
}
