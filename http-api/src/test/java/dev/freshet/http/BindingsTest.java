// SPDX-License-Identifier: Apache-2.0
package dev.freshet.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertx.core.Future;
import org.junit.jupiter.api.Test;

class BindingsTest {
  private static final OperationBinder.AsyncHandler EMPTY =
      exchange -> Future.succeededFuture(Answer.noContent());

  @Test
  void shouldRefuseOperationsWithoutHandler() {
    Operations part = binder -> binder.on("listLamps", EMPTY).on("jam", EMPTY).on("storm", EMPTY);

    assertEquals(
        "operations [addLamp, getLamp, putLamp, readFast, readLog, relight, removeLamp, watchBeam,"
            + " writeLogbook]: found no handler, expected one for each",
        refusal(part));
  }

  @Test
  void shouldRefuseHandlersWithoutOperation() {
    assertEquals(
        "operation listLamp: not in the API document, nearest listLamps",
        refusal(new Lighthouse(), binder -> binder.on("listLamp", EMPTY)));
  }

  @Test
  void shouldRefuseTwoHandlersOfOneOperation() {
    assertEquals(
        "operation jam: found two handlers, expected one",
        refusal(new Lighthouse(), binder -> binder.on("jam", EMPTY)));
  }

  private static String refusal(Operations... operations) {
    ApiServer.Builder builder = ApiServer.builder(Lighthouse.DOCUMENT).operations(operations);
    return String.valueOf(
        assertThrows(IllegalArgumentException.class, builder::start).getMessage());
  }
}
