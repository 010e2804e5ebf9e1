// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.proxy;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The places where one method of an interface may carry annotations: the interface and those it
 * inherits from, then the implementation. Immutable.
 */
record Declarations(List<Method> methods) {

  static Declarations of(List<Method> ofInterface, Class<?> implementation) {
    List<Method> all = new ArrayList<>(ofInterface);
    Method first = ofInterface.get(0);
    try {
      all.add(implementation.getMethod(first.getName(), first.getParameterTypes()));
    } catch (NoSuchMethodException e) {
      throw new IllegalArgumentException(
          "found no public method in " + implementation.getTypeName() + ", expected one", e);
    }
    return new Declarations(all.stream().map(Declarations::withoutBridge).toList());
  }

  /** The first that carries such an annotation. */
  Optional<Method> with(Class<? extends Annotation> annotation) {
    return methods.stream().filter(method -> method.isAnnotationPresent(annotation)).findFirst();
  }

  /**
   * The method that a bridge leads to, for its parameters have the types that were written. The
   * compiler adds bridges where an override narrows types, and copies the annotations to them.
   */
  private static Method withoutBridge(Method method) {
    if (!method.isBridge()) {
      return method;
    }
    List<Method> candidates =
        Arrays.stream(method.getDeclaringClass().getDeclaredMethods())
            .filter(other -> !other.isBridge() && narrows(method, other))
            .toList();
    return candidates.size() == 1 ? candidates.get(0) : method;
  }

  private static boolean narrows(Method bridge, Method other) {
    if (!bridge.getName().equals(other.getName())
        || bridge.getParameterCount() != other.getParameterCount()
        || !bridge.getReturnType().isAssignableFrom(other.getReturnType())) {
      return false;
    }
    Class<?>[] wide = bridge.getParameterTypes();
    Class<?>[] narrow = other.getParameterTypes();
    for (int i = 0; i < wide.length; i++) {
      if (!wide[i].isAssignableFrom(narrow[i])) {
        return false;
      }
    }
    return true;
  }
}
