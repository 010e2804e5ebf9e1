// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.proxy;

import dev.freshet.cache.Region;
import dev.freshet.events.values.Target;
import java.lang.reflect.Proxy;
import java.util.function.Consumer;

/**
 * Puts a cache in front of implementations of an interface, as annotations say.
 *
 * <pre>{@code
 * interface Profiles {
 *   @Cached(region = "user:profile")
 *   Profile profile(@Param("userId") long userId);
 *
 *   @InvalidateTags("user:{userId}")
 *   void rename(@Param("userId") long userId, String name);
 * }
 *
 * Profiles profiles =
 *     CachingProxy.of(node::invalidate)
 *         .regions(node::region)
 *         .wrap(Profiles.class, new DatabaseProfiles());
 * }</pre>
 *
 * <p>Annotations count on the methods of the interface and, where it has none, on those of the
 * implementation; an override does not inherit them. Calls that an implementation makes to itself
 * do not pass the proxy.
 *
 * <p>Immutable and safe for any thread.
 */
public final class CachingProxy {
  private final Consumer<Target> invalidation;
  private final Regions regions;

  private CachingProxy(Consumer<Target> invalidation, Regions regions) {
    this.invalidation = invalidation;
    this.regions = regions;
  }

  /**
   * Proxies without regions, to begin with.
   *
   * @param invalidation what {@link InvalidateTags} calls for each tag: {@code node::invalidate} or
   *     {@code cache::invalidate}; may block
   */
  public static CachingProxy of(Consumer<Target> invalidation) {
    return new CachingProxy(invalidation, Regions.NONE);
  }

  /**
   * The same with a region for the methods that name it. Its values must be of the type that they
   * return: a proxy that meets another one raises {@link IllegalStateException}.
   */
  public CachingProxy region(Region<?> region) {
    return new CachingProxy(invalidation, regions.with(region));
  }

  /** The same with a source for all regions that were not given one by one. */
  public CachingProxy regions(RegionSource source) {
    return new CachingProxy(invalidation, regions.with(source));
  }

  /**
   * A proxy that answers cached methods from their regions, invalidates after those that change
   * something, and hands all other calls on.
   *
   * <p>It throws what the implementation throws; several callers of one load get the same
   * exception. Where a cached method throws a checked one that the interface does not declare, or
   * the load of another caller was interrupted, that is a {@link
   * dev.freshet.cache.LoadFailedException}. An argument that is null or has no text at a hole
   * raises {@link IllegalArgumentException}, and nothing is called. An invalidation that fails
   * raises {@link dev.freshet.cache.CommandFailedException}, after the method has done its work and
   * the other tags were invalidated.
   *
   * @param type an interface, not sealed
   * @throws IllegalArgumentException if {@code type} is none, or with a line for each method that
   *     cannot do what its annotation says, or if there is no annotation
   */
  public <T> T wrap(Class<T> type, T target) {
    if (!type.isInterface() || type.isSealed()) {
      throw new IllegalArgumentException(
          type.getTypeName()
              + ": found a "
              + (type.isInterface() ? "sealed interface" : "class")
              + ", expected an interface that a proxy can implement");
    }
    ProxyHandler handler =
        new ProxyHandler(target, new CallCompiler(type, target, regions, invalidation).compile());
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }
}
