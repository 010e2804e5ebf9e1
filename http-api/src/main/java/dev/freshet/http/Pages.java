// SPDX-License-Identifier: Apache-2.0
package dev.freshet.http;

import dev.freshet.http.problem.HttpCode;
import dev.freshet.http.problem.ProblemException;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The documents of an API, and a page for each kind of problem. */
final class Pages {

  private Pages() {}

  static void serve(
      Router router, List<ApiDocument> documents, Function<String, Optional<String>> problemPages) {
    for (ApiDocument document : documents) {
      page(router, document.name() + ".json", "application/json", document.toJson().encode());
      page(router, document.name() + ".yaml", "application/yaml", document.toYaml());
    }
    router.get("/problems/:code").handler(context -> problem(context, problemPages));
  }

  private static void page(Router router, String name, String contentType, String text) {
    Answer answer = Answer.bytes(200, contentType, Buffer.buffer(text));
    router
        .get("/" + name)
        .handler(
            context -> {
              RequestScope.of(context).page("/" + name);
              Failures.send(context.response(), answer);
            });
  }

  private static void problem(
      RoutingContext context, Function<String, Optional<String>> problemPages) {
    RequestScope.of(context).page("/problems/{code}");
    String code = context.pathParam("code");
    String text =
        HttpCode.of(code)
            .map(HttpCode::page)
            .or(() -> problemPages.apply(code))
            .orElseThrow(
                () -> ProblemException.of(HttpCode.NOT_FOUND, "problem " + code + ": not known"));
    Failures.send(context.response(), Answer.text(200, text));
  }
}
