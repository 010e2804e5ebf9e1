// SPDX-License-Identifier: Apache-2.0
package dev.freshet.http;

/** A group of operations: binds a handler to each operation id of its part of the document. */
@FunctionalInterface
public interface Operations {

  /** Called once, before the server listens. */
  void bind(OperationBinder binder);
}
