// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.proxy;

import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * How what a method returns and what a region holds turn into each other. Immutable.
 *
 * @param valueType of the region's values, with type arguments
 * @param valueClass the same without, and boxed; {@code Object} where it is not known
 * @param absence whether null stands for an empty {@code Optional}, for null, or cannot be
 */
record Answer(Type valueType, Class<?> valueClass, Absence absence) {

  /** What callers get where a region has no value. */
  enum Absence {
    EMPTY,
    NULL,
    IMPOSSIBLE
  }

  private static final List<Class<?>> LATER =
      List.of(CompletionStage.class, Future.class, Flow.Publisher.class);
  private static final List<Class<?>> ONCE = List.of(Iterator.class, AutoCloseable.class);
  private static final List<Class<?>> PRIMITIVE_OPTIONAL =
      List.of(OptionalInt.class, OptionalLong.class, OptionalDouble.class);

  /**
   * The answer of a cached method.
   *
   * @throws IllegalArgumentException if there is nothing to cache in it
   */
  static Answer of(Method method) {
    requireNow(method);
    Class<?> type = method.getReturnType();
    refuse(
        type.equals(void.class) || type.equals(Void.class),
        type,
        "a value: there is none to cache");
    refuse(isOneOf(type, ONCE), type, "a value that can be used more than once");
    refuse(isOneOf(type, PRIMITIVE_OPTIONAL), type, "Optional of the boxed type");
    if (type.equals(Optional.class)) {
      return ofOptional(method);
    }
    Class<?> boxed = MethodType.methodType(type).wrap().returnType();
    return type.isPrimitive()
        ? new Answer(boxed, boxed, Absence.IMPOSSIBLE)
        : new Answer(method.getGenericReturnType(), type, Absence.NULL);
  }

  /**
   * Refuses a method that returns before it is done.
   *
   * @throws IllegalArgumentException if it does
   */
  static void requireNow(Method method) {
    Class<?> type = method.getReturnType();
    refuse(isOneOf(type, LATER), type, "a method that returns when it is done");
  }

  private static Answer ofOptional(Method method) {
    if (!(method.getGenericReturnType() instanceof ParameterizedType optional)) {
      throw new IllegalArgumentException("found return type Optional, expected Optional<V>");
    }
    Type value = optional.getActualTypeArguments()[0];
    return new Answer(value, rawClass(value), Absence.EMPTY);
  }

  private static Class<?> rawClass(Type type) {
    Type raw = type instanceof ParameterizedType generic ? generic.getRawType() : type;
    return raw instanceof Class<?> known ? known : Object.class;
  }

  private static boolean isOneOf(Class<?> type, List<Class<?>> kinds) {
    return kinds.stream().anyMatch(kind -> kind.isAssignableFrom(type));
  }

  private static void refuse(boolean refused, Class<?> type, String expected) {
    if (refused) {
      throw new IllegalArgumentException(
          "found return type " + type.getTypeName() + ", expected " + expected);
    }
  }

  /** What the region is to hold; null for nothing. */
  @Nullable Object toValue(@Nullable Object returned) {
    return returned instanceof Optional<?> optional && absence == Absence.EMPTY
        ? optional.orElse(null)
        : returned;
  }

  /**
   * What the caller is to get.
   *
   * @param where method and region, for the message
   * @throws IllegalStateException if the region holds what the method cannot return: somebody else
   *     uses it with another type
   */
  @Nullable Object toReturned(@Nullable Object value, String where) {
    boolean fits = value == null ? absence != Absence.IMPOSSIBLE : valueClass.isInstance(value);
    if (!fits) {
      throw new IllegalStateException(
          where
              + ": found "
              + (value == null ? "no value" : "a value of type " + value.getClass().getTypeName())
              + ", expected "
              + valueClass.getTypeName());
    }
    return absence == Absence.EMPTY ? Optional.ofNullable(value) : value;
  }
}
