// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.proxy;

import java.lang.reflect.Method;
import java.util.List;
import java.util.stream.Collectors;

/** What tells the methods of a type apart for a caller. Immutable. */
record Signature(String name, List<Class<?>> parameters) {
  static Signature of(Method method) {
    return new Signature(method.getName(), List.of(method.getParameterTypes()));
  }

  /** For example {@code profile(long)}. */
  @Override
  public String toString() {
    return parameters.stream()
        .map(Class::getSimpleName)
        .collect(Collectors.joining(", ", name + "(", ")"));
  }
}
