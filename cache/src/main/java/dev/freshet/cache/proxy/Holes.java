// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.proxy;

import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which argument of a method fills which hole. Immutable. */
record Holes(List<String> names, List<Integer> arguments) {

  /**
   * What {@code Template.encode} takes, as the types that parameters are declared with. Of
   * character sequences only the one that cannot change: a refresh may use the argument later.
   */
  private static final List<Class<?>> TEXTUAL =
      List.of(
          String.class,
          Enum.class,
          UUID.class,
          BigInteger.class,
          Long.class,
          Integer.class,
          Short.class,
          Byte.class,
          Boolean.class,
          long.class,
          int.class,
          short.class,
          byte.class,
          boolean.class);

  /**
   * Finds the parameter for each hole.
   *
   * @param holes what to fill; the method may have more parameters
   * @throws IllegalArgumentException if a hole has no parameter, more than one, or one whose type
   *     has no unique text
   */
  static Holes of(Method method, Collection<String> holes) {
    Map<String, Integer> positions = positions(method);
    List<Integer> arguments = new ArrayList<>();
    for (String hole : holes) {
      Integer position = positions.get(hole);
      if (position == null) {
        throw new IllegalArgumentException(
            "found no parameter for hole '"
                + hole
                + "' among "
                + describe(method)
                + ", expected one for each of "
                + holes);
      }
      requireTextual(hole, method.getParameterTypes()[position]);
      arguments.add(position);
    }
    return new Holes(List.copyOf(holes), List.copyOf(arguments));
  }

  /**
   * As {@link #of}, and nothing is left over.
   *
   * @throws IllegalArgumentException as there, or if a parameter fills no hole
   */
  static Holes ofAll(Method method, List<String> holes) {
    Holes found = of(method, holes);
    for (int i = 0; i < method.getParameterCount(); i++) {
      if (!found.arguments.contains(i)) {
        throw new IllegalArgumentException(
            "found parameter "
                + describe(method).get(i)
                + ", expected one for each of "
                + holes
                + " and no other: calls that differ in it would share an entry");
      }
    }
    return found;
  }

  /** The values by hole; null where an argument is. */
  Map<String, @Nullable Object> values(@Nullable Object[] args) {
    Map<String, @Nullable Object> values = new HashMap<>();
    for (int i = 0; i < names.size(); i++) {
      values.put(names.get(i), args[arguments.get(i)]);
    }
    return values;
  }

  private static Map<String, Integer> positions(Method method) {
    Map<String, Integer> positions = new LinkedHashMap<>();
    Parameter[] parameters = method.getParameters();
    for (int i = 0; i < parameters.length; i++) {
      String name = name(parameters[i]);
      if (name != null && positions.put(name, i) != null) {
        throw new IllegalArgumentException(
            "found two parameters for hole '" + name + "', expected one");
      }
    }
    return positions;
  }

  private static @Nullable String name(Parameter parameter) {
    Param param = parameter.getAnnotation(Param.class);
    if (param != null) {
      return param.value();
    }
    return parameter.isNamePresent() ? parameter.getName() : null;
  }

  private static List<String> describe(Method method) {
    return Stream.of(method.getParameters())
        .map(
            parameter -> {
              String name = name(parameter);
              return name != null
                  ? "'" + name + "'"
                  : parameter.getName() + " (nameless: no @Param, not compiled with -parameters)";
            })
        .toList();
  }

  private static void requireTextual(String hole, Class<?> type) {
    if (TEXTUAL.stream().noneMatch(textual -> textual.isAssignableFrom(type))) {
      throw new IllegalArgumentException(
          "found parameter '"
              + hole
              + "' of type "
              + type.getTypeName()
              + ", expected a string, an integer, a boolean, a UUID or an enum");
    }
  }
}
