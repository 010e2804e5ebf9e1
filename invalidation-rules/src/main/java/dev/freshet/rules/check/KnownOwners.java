// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.check;

import dev.freshet.rules.source.NearestName;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Who may own a rule set. Immutable and safe for any thread. */
public final class KnownOwners {
  /** Anybody. */
  public static final KnownOwners ANY = new KnownOwners(".*", "any owner", List.of());

  /** What a line of a {@code CODEOWNERS} file can name: a handle, a team, an address. */
  public static final KnownOwners CODEOWNERS =
      new KnownOwners(
          "@[\\w.-]+(/[\\w.-]+)?|[^@\\s]+@[^@\\s]+",
          "one that CODEOWNERS can name, such as @acme/payments or payments@acme.example",
          List.of());

  private final Pattern pattern;
  private final String expected;
  private final List<String> names;

  private KnownOwners(String regex, String expected, List<String> names) {
    this.pattern = Pattern.compile(regex, Pattern.DOTALL);
    this.expected = expected;
    this.names = names;
  }

  /**
   * Some owners; a {@code *} in a name stands for any characters, as in {@code @acme/*}.
   *
   * @throws IllegalArgumentException if there is none, or one is empty
   */
  public static KnownOwners of(List<String> names) {
    if (names.isEmpty() || names.stream().anyMatch(String::isBlank)) {
      throw new IllegalArgumentException("owners: found " + names + ", expected names of owners");
    }
    String regex =
        names.stream()
            .map(name -> Pattern.quote(name).replace("*", "\\E.*\\Q"))
            .collect(Collectors.joining("|"));
    return new KnownOwners(regex, "one of " + String.join(", ", names), List.copyOf(names));
  }

  /** Whether an owner is one of them. */
  public boolean knows(String owner) {
    return pattern.matcher(owner).matches();
  }

  /** What to say that was expected. */
  public String expected() {
    return expected;
  }

  @Nullable String nearest(String owner) {
    return NearestName.help(owner, names);
  }
}
