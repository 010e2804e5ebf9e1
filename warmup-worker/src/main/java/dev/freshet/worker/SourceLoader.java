// SPDX-License-Identifier: Apache-2.0
package dev.freshet.worker;

import dev.freshet.cache.BulkLoader;

/** A bulk loader that says how it loads, and within which limits. */
public interface SourceLoader<V> extends BulkLoader<V> {

  /** How it loads; the same on every call. */
  LoaderDescription description();
}
