// SPDX-License-Identifier: Apache-2.0
package dev.freshet.http;

import dev.freshet.http.problem.HttpCode;
import dev.freshet.http.problem.ProblemException;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Entity tags and the requests that depend on them (RFC 9110, section 13). */
public final class EntityTag {
  private static final String ANY = "*";

  private EntityTag() {}

  /**
   * A strong tag.
   *
   * @param version visible ASCII without quotes: a revision, a hash
   */
  public static String of(Object version) {
    String text = String.valueOf(version);
    if (!text.matches("[\\x21\\x23-\\x7E]*")) {
      throw new IllegalArgumentException(
          "entity tag: found " + text + ", expected visible ASCII without quotes");
    }
    return '"' + text + '"';
  }

  /** 304 if the client has it already ({@code If-None-Match}); empty if it must be sent. */
  public static Optional<Answer> notModified(Exchange exchange, String current) {
    return exchange
        .header("If-None-Match")
        .filter(tags -> names(tags, current, true))
        .map(tags -> Answer.empty(304).etag(current));
  }

  /**
   * Refuses a change of something other than the client read: 412, or 428 if it does not say.
   *
   * @param current the tag of what is there now; null if there is nothing
   */
  public static void requireMatch(Exchange exchange, @Nullable String current) {
    if (exchange.header("If-Match").isEmpty() && exchange.header("If-None-Match").isEmpty()) {
      throw ProblemException.of(
          HttpCode.PRECONDITION_REQUIRED,
          "header If-Match: found none, expected the ETag of what is replaced"
              + (current == null ? ", or If-None-Match: * for something new" : ""));
    }
    checkMatch(exchange, current);
  }

  /** As {@link #requireMatch}, for operations where the client need not say. */
  public static void checkMatch(Exchange exchange, @Nullable String current) {
    Optional<String> match = exchange.header("If-Match");
    if (match.isPresent() && !names(match.get(), current, false)) {
      throw failed("If-Match", match.get(), current);
    }
    Optional<String> noneMatch = exchange.header("If-None-Match");
    if (noneMatch.isPresent() && names(noneMatch.get(), current, true)) {
      throw failed("If-None-Match", noneMatch.get(), current);
    }
  }

  private static ProblemException failed(String header, String found, @Nullable String current) {
    String there = current == null ? "nothing" : current;
    ProblemException failure =
        ProblemException.of(
            HttpCode.PRECONDITION_FAILED,
            "header %s: found %s, and what is there now is %s".formatted(header, found, there));
    return current == null ? failure : failure.withHeader("ETag", current);
  }

  /** If-None-Match compares weakly, If-Match strongly: a weak tag never fits there. */
  private static boolean names(String tags, @Nullable String current, boolean weakly) {
    if (current == null) {
      return false;
    }
    return tags.trim().equals(ANY)
        || Arrays.stream(tags.split(",", -1))
            .map(String::trim)
            .map(tag -> weakly && tag.startsWith("W/") ? tag.substring(2) : tag)
            .anyMatch(current::equals);
  }
}
