// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.proxy;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names the hole that a parameter fills. Not needed where the parameter has the hole's name and the
 * code is compiled with {@code -parameters}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface Param {

  /** The name of the hole. */
  String value();
}
