// SPDX-License-Identifier: Apache-2.0
package dev.freshet.events.state;

import java.util.Collection;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which cache-state events somebody wants. Gaps and unreadable records pass always: they may stand
 * for an event that is wanted. Immutable.
 */
public final class StateFilter implements Predicate<StreamItem> {
  /** Everything. */
  public static final StateFilter ALL = new StateFilter(Set.of(), null);

  private final Set<String> kinds;
  private final @Nullable String subject;

  private StateFilter(Set<String> kinds, @Nullable String subject) {
    this.kinds = kinds;
    this.subject = subject;
  }

  /**
   * Events of some kinds about some subjects.
   *
   * @param kinds names as in {@link StateKinds}; none for all
   * @param subject a subject, or the beginning of some with {@code *} behind it; null for all
   * @throws IllegalArgumentException if a kind is not known
   */
  public static StateFilter of(Collection<String> kinds, @Nullable String subject) {
    return new StateFilter(
        kinds.stream().map(StateKinds::require).collect(Collectors.toUnmodifiableSet()), subject);
  }

  @Override
  public boolean test(StreamItem item) {
    return !(item instanceof StateEvent event)
        || ((kinds.isEmpty() || kinds.contains(event.kind()))
            && (subject == null || isAbout(subject, event.subject())));
  }

  /**
   * Whether a subject is meant.
   *
   * @param pattern a subject, or the beginning of some with {@code *} behind it
   */
  public static boolean isAbout(String pattern, String subject) {
    return pattern.endsWith("*")
        ? subject.startsWith(pattern.substring(0, pattern.length() - 1))
        : subject.equals(pattern);
  }
}
