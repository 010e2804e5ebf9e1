// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.proxy;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.stream.Stream;

/** Interfaces that no proxy is made for: {@link GoldenRefusalsTest} has the reasons. */
final class Refused {
  private Refused() {}

  interface UnknownRegion {
    @Cached(region = "usr")
    String name(long userId);
  }

  interface HoleWithoutParameter {
    @Cached(region = "user")
    String name(long id);
  }

  interface NoParameters {
    @Cached(region = "user")
    String name();
  }

  interface ParameterWithoutHole {
    @Cached(region = "user")
    String name(long userId, boolean inFull);
  }

  interface TwoParametersForAHole {
    @Cached(region = "user")
    String name(long userId, @Param("userId") long other);
  }

  interface NoUniqueText {
    @Cached(region = "user")
    String atTime(@Param("userId") Instant time);

    @Cached(region = "user")
    String fraction(double userId);

    @Cached(region = "user")
    String list(List<Long> userId);

    @Cached(region = "user")
    String varargs(long... userId);

    @InvalidateTags("user:{userId}")
    void rename(Object userId);
  }

  interface NothingToCache {
    @Cached(region = "user")
    void nothing(long userId);

    @Cached(region = "user")
    Void never(long userId);
  }

  interface AnswersLater {
    @Cached(region = "user")
    CompletionStage<String> stage(long userId);

    @Cached(region = "user")
    Flow.Publisher<String> publisher(long userId);

    @InvalidateTags("user:{userId}")
    CompletableFuture<Void> rename(long userId);
  }

  interface UsedOnce {
    @Cached(region = "user")
    Stream<String> stream(long userId);
  }

  interface Optionals {
    @Cached(region = "user")
    OptionalInt number(long userId);

    @Cached(region = "user")
    @SuppressWarnings("rawtypes") // What is refused.
    Optional raw(long userId);
  }

  interface GenericOfASource {
    @Cached(region = "user")
    List<String> names(long userId);

    @Cached(region = "user")
    Optional<List<String>> found(long userId);
  }

  interface BothAnnotations {
    @Cached(region = "user")
    @InvalidateTags("user:{userId}")
    String name(long userId);
  }

  interface NoTags {
    @InvalidateTags({})
    void rename(long userId);
  }

  interface BrokenTag {
    @InvalidateTags("user:{userId")
    void rename(long userId);
  }

  interface TagWithoutParameter {
    @InvalidateTags({"user:{userId}", "group:{groupId}"})
    void rename(long userId, String name);
  }

  interface NoAnnotation {
    String name(long userId);
  }

  interface NotSeen extends Comparator<String> {
    @Cached(region = "user")
    @Override
    String toString();

    @Cached(region = "user")
    static String name(long userId) {
      return "user " + userId;
    }
  }

  abstract static class NoInterface {
    @Cached(region = "user")
    abstract String name(long userId);
  }

  sealed interface Sealed {
    @Cached(region = "user")
    String name(long userId);
  }

  record Permitted() implements Sealed {
    @Override
    public String name(long userId) {
      return "user " + userId;
    }
  }
}
