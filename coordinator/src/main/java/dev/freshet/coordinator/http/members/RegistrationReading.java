// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.members;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshet.coordinator.http.terms.ApiCode;
import dev.freshet.events.avro.Registration;
import dev.freshet.http.problem.Problem.Finding;
import dev.freshet.http.problem.ProblemException;
import dev.freshet.registry.MemberId;
import dev.freshet.registry.form.InvalidRegistrationException;
import dev.freshet.registry.form.RegistrationForm;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** Registrations as they come over HTTP: the path says who, the body says what. Pure. */
final class RegistrationReading {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private RegistrationReading() {}

  /**
   * Reads a registration.
   *
   * @throws ProblemException if it is not as it must be; names all that is wrong
   */
  static Registration of(MemberId id, Starts.Start start, JsonObject body) {
    requireSame("service", id.service(), body);
    requireSame("instance", id.instance(), body);
    try {
      return RegistrationForm.read(named(id, body), start.incarnation(), start.startedAt());
    } catch (InvalidRegistrationException e) {
      List<Finding> errors =
          e.problems().stream()
              .map(
                  problem ->
                      Finding.at(
                          ApiCode.INVALID_REGISTRATION, problem.pointer(), problem.toString()))
              .toList();
      throw ProblemException.of(
          ApiCode.INVALID_REGISTRATION,
          "registration of " + id + ": found " + errors.size() + " problems, expected none",
          errors);
    }
  }

  /** Who says it twice must say the same. */
  private static void requireSame(String field, String inPath, JsonObject body) {
    Object found = body.getValue(field, inPath);
    if (!inPath.equals(found)) {
      String message = field + ": found " + found + ", expected " + inPath + " as in the path";
      throw ProblemException.of(
          ApiCode.INVALID_REGISTRATION,
          message,
          List.of(Finding.at(ApiCode.INVALID_REGISTRATION, "/" + field, message)));
    }
  }

  private static JsonNode named(MemberId id, JsonObject body) {
    try {
      ObjectNode json = (ObjectNode) JSON.readTree(body.toBuffer().getBytes());
      json.put("service", id.service());
      json.put("instance", id.instance());
      return json;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
