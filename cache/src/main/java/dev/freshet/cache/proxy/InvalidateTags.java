// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.proxy;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * When the method has returned normally, entries with these tags are invalidated on every node; the
 * caller gets the answer once that is applied here. A method that throws invalidates nothing: if it
 * may throw after it has changed the source, invalidate by hand or by an event. A change that
 * becomes visible later, with a transaction around the call, is invalidated too early: wrap what
 * commits.
 *
 * <p>Methods that answer later (futures and stages) are refused.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface InvalidateTags {

  /**
   * Templates of tags, such as {@code user:{userId}}. A hole is filled by the parameter of its
   * name, or by the one whose {@link Param} names it.
   */
  String[] value();
}
