// SPDX-License-Identifier: Apache-2.0
package dev.freshet.http;

import dev.freshet.http.contract.Contract;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The handlers of a contract's operations. Written before the server listens, read afterwards. */
final class Bindings implements OperationBinder {

  /** How an operation is answered. */
  sealed interface Binding {}

  record Checked(AsyncHandler handler) implements Binding {}

  record Raw(RawHandler handler) implements Binding {}

  record Fast(FastHandler handler) implements Binding {}

  private final Contract contract;
  private final Map<String, Binding> byOperation = new HashMap<>();
  private final List<Runnable> onClose = new ArrayList<>();

  Bindings(Contract contract) {
    this.contract = contract;
  }

  @Override
  public OperationBinder on(String operationId, AsyncHandler handler) {
    return bind(operationId, new Checked(handler));
  }

  @Override
  public OperationBinder blocking(String operationId, BlockingHandler handler) {
    return on(operationId, exchange -> exchange.blocking(() -> handler.handle(exchange)));
  }

  @Override
  public OperationBinder raw(String operationId, RawHandler handler) {
    return bind(operationId, new Raw(handler));
  }

  @Override
  public OperationBinder fast(String operationId, FastHandler handler) {
    return bind(operationId, new Fast(handler));
  }

  @Override
  public OperationBinder onClose(Runnable action) {
    onClose.add(action);
    return this;
  }

  private OperationBinder bind(String operationId, Binding binding) {
    String id = contract.operation(operationId).id();
    if (byOperation.putIfAbsent(id, binding) != null) {
      throw new IllegalArgumentException("operation " + id + ": found two handlers, expected one");
    }
    return this;
  }

  /**
   * Refuses a document with operations that nobody answers.
   *
   * @throws IllegalArgumentException naming them
   */
  void requireAll() {
    TreeSet<String> missing = new TreeSet<>(contract.ids());
    missing.removeAll(byOperation.keySet());
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException(
          "operations " + missing + ": found no handler, expected one for each");
    }
  }

  @Nullable Binding of(String operationId) {
    return byOperation.get(operationId);
  }

  boolean hasFast() {
    return byOperation.values().stream().anyMatch(Fast.class::isInstance);
  }

  void close() {
    onClose.forEach(Runnable::run);
  }
}
