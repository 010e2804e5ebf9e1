// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.proxy;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The method's answers are values of a region; the method is its loader. Each parameter fills the
 * hole of the region's key template that has its name, or that {@link Param} names, and each hole
 * has its parameter: a string, an integer, a boolean, a UUID or an enum.
 *
 * <p>A method that returns {@code Optional<V>} is cached as {@code V}: an empty one is what null is
 * to a region. Callers share the values: return immutable ones. Methods that return nothing, answer
 * later (futures and stages) or give what can be used once (streams, iterators, resources) are
 * refused.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Cached {

  /** The name of the region. */
  String region();
}
