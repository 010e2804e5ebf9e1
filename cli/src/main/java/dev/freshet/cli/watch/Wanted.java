// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.watch;

import dev.freshet.events.state.StateFilter;
import dev.freshet.events.state.StateKinds;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants to see. Immutable.
 *
 * @param logKinds which kinds of the command log, none if it need not be read
 * @param reports which cache-state events; null if they need not be read
 * @param subject which subjects and targets; null for all
 */
public record Wanted(
    Set<String> logKinds, @Nullable StateFilter reports, @Nullable String subject) {
  private static final Set<String> LOG_KINDS = Set.of(Sighting.COMMAND, Sighting.MARKER);

  /**
   * What somebody wants to see.
   *
   * @param names kinds, in letters of any case; none for all but markers
   * @param markers whether markers too
   * @param log whether the command log is to be read at all
   * @throws IllegalArgumentException if a kind is not known; lists those that are, or says that it
   *     is on the log
   */
  public static Wanted of(
      Set<String> names, @Nullable String subject, boolean markers, boolean log) {
    Set<String> kinds = names.stream().map(Wanted::kind).collect(Collectors.toUnmodifiableSet());
    List<String> ofReports = kinds.stream().filter(kind -> !LOG_KINDS.contains(kind)).toList();
    Set<String> ofLog =
        LOG_KINDS.stream()
            .filter(
                kind ->
                    kinds.contains(kind)
                        || (kind.equals(Sighting.MARKER) ? markers : kinds.isEmpty()))
            .collect(Collectors.toUnmodifiableSet());
    boolean reports = kinds.isEmpty() || !ofReports.isEmpty();
    if (!log && !reports) {
      throw new IllegalArgumentException(
          "found " + String.join(" and ", kinds) + ", expected a kind of reports beside --after");
    }
    return new Wanted(
        log ? ofLog : Set.of(), reports ? StateFilter.of(ofReports, subject) : null, subject);
  }

  private static String kind(String name) {
    return Stream.concat(LOG_KINDS.stream(), StateKinds.names().stream())
        .filter(name::equalsIgnoreCase)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "found '"
                        + name
                        + "', expected "
                        + String.join(", ", Sighting.COMMAND, Sighting.MARKER)
                        + " or one of "
                        + String.join(", ", StateKinds.names())));
  }

  /**
   * Whether a record of the log is wanted; an unreadable one always, for it counts as everything.
   */
  boolean wantsOfLog(Sighting sighting) {
    boolean isKnown = LOG_KINDS.contains(sighting.kind());
    return !isKnown
        || (logKinds.contains(sighting.kind())
            && (subject == null || StateFilter.isAbout(subject, sighting.subject())));
  }
}
