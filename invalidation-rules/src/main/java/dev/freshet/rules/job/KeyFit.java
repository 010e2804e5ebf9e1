// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.job;

import dev.freshet.events.values.Template;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Whether a written key is one of a region: its template with an encoded value in each hole. */
final class KeyFit {
  /** What encoded values are made of. No value holds a colon, so there is one way to fit. */
  private static final String VALUE = "[^:|=*{}\\s]*";

  private final Pattern pattern;

  KeyFit(Template template) {
    String regex =
        template.parts().stream()
            .map(
                part ->
                    part instanceof Template.Literal literal
                        ? Pattern.quote(literal.text())
                        : VALUE)
            .collect(Collectors.joining());
    this.pattern = Pattern.compile(regex);
  }

  boolean fits(String key) {
    return pattern.matcher(key).matches();
  }
}
