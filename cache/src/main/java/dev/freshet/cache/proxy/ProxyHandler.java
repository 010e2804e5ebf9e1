// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.proxy;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What stands behind a proxy. Immutable. */
record ProxyHandler(Object target, Map<Method, Call> calls) implements InvocationHandler {
  private static final Object[] NONE = {};

  @Override
  public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] args)
      throws Throwable {
    @Nullable Object[] given = args == null ? NONE : args;
    Call call = calls.get(method);
    return call == null ? ofObject(method, given) : call.on(given);
  }

  /** Only these three of Object's methods reach a proxy. */
  private Object ofObject(Method method, @Nullable Object[] args) {
    return switch (method.getName()) {
      case "equals" -> isProxyOfEqual(args[0]);
      case "hashCode" -> target.hashCode();
      default -> target.toString();
    };
  }

  /** A proxy equals proxies alone: an implementation would not return the compliment. */
  private boolean isProxyOfEqual(@Nullable Object other) {
    return other != null
        && Proxy.isProxyClass(other.getClass())
        && Proxy.getInvocationHandler(other) instanceof ProxyHandler handler
        && target.equals(handler.target);
  }
}
