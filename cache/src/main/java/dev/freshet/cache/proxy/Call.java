// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.proxy;

import dev.freshet.cache.EntryKey;
import dev.freshet.cache.LoadFailedException;
import dev.freshet.cache.Region;
import dev.freshet.events.values.Target;
import dev.freshet.events.values.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a proxy does when one of its methods is called. Immutable. */
sealed interface Call {

  /** Runs in the thread of the caller and returns or throws what the caller is to see. */
  @Nullable Object on(@Nullable Object[] args) throws Throwable;

  /** A method without annotations. */
  record Plain(TargetMethod target) implements Call {
    @Override
    public @Nullable Object on(@Nullable Object[] args) throws Exception {
      return target.call(args);
    }
  }

  /** A method with {@link Cached}. */
  record Caching(
      String where, TargetMethod target, Region<Object> region, Holes holes, Answer answer)
      implements Call {
    @Override
    public @Nullable Object on(@Nullable Object[] args) throws Throwable {
      EntryKey key = region.key(holes.values(args));
      try {
        Object value = region.get(key, missing -> answer.toValue(target.call(args)));
        return answer.toReturned(value, where);
      } catch (LoadFailedException e) {
        throw target.visible(e);
      }
    }
  }

  /** A method with {@link InvalidateTags}. */
  record Invalidating(
      String where,
      TargetMethod target,
      List<Template> tags,
      Holes holes,
      Consumer<Target> invalidation)
      implements Call {
    @Override
    public @Nullable Object on(@Nullable Object[] args) throws Exception {
      // First: a null argument must not be noticed after the source was changed.
      List<Target> targets = targets(holes.values(args));
      Object returned = target.call(args);
      invalidate(targets);
      return returned;
    }

    private List<Target> targets(Map<String, @Nullable Object> values) {
      List<Target> targets = new ArrayList<>();
      try {
        tags.forEach(tag -> targets.add(new Target.Tag(tag.expand(values::get))));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(where + ": " + e.getMessage(), e);
      }
      return targets;
    }

    /** All of them, whatever happens to one: the source was changed. */
    private void invalidate(List<Target> targets) {
      RuntimeException failure = null;
      for (Target each : targets) {
        try {
          invalidation.accept(each);
        } catch (RuntimeException e) {
          if (failure == null) {
            failure = e;
          } else {
            failure.addSuppressed(e);
          }
        }
      }
      if (failure != null) {
        throw failure;
      }
    }
  }
}
