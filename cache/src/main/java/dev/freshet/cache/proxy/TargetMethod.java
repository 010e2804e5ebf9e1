// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.proxy;

import dev.freshet.cache.LoadFailedException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A method of an interface, on the implementation behind a proxy. */
record TargetMethod(Object target, Method method) {

  /**
   * Makes the method callable from here.
   *
   * @throws IllegalArgumentException if the module system forbids it
   */
  static TargetMethod of(Object target, Method method) {
    if (!method.trySetAccessible() && !method.canAccess(target)) {
      throw new IllegalArgumentException(
          "found a method that may not be called, expected a public interface of an exported"
              + " package, or one of a package that is open");
    }
    return new TargetMethod(target, method);
  }

  /** Calls the implementation and throws what it throws. */
  @Nullable Object call(@Nullable Object[] args) throws Exception {
    try {
      return method.invoke(target, args);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof Exception exception) {
        throw exception;
      }
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw e;
    }
  }

  /** What the caller is to see of a failed load: what the implementation threw, if it may. */
  Throwable visible(LoadFailedException failure) {
    Throwable cause = failure.getCause();
    if (cause == null || !mayThrow(cause)) {
      return failure;
    }
    // Only the thread that was interrupted hears of it; the flag falls as the exception goes out.
    boolean foreign = cause instanceof InterruptedException && !Thread.interrupted();
    return foreign ? failure : cause;
  }

  private boolean mayThrow(Throwable thrown) {
    return thrown instanceof RuntimeException
        || thrown instanceof Error
        || Stream.of(method.getExceptionTypes()).anyMatch(type -> type.isInstance(thrown));
  }
}
