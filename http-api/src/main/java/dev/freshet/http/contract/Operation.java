// SPDX-License-Identifier: Apache-2.0
package dev.freshet.http.contract;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One operation of the document.
 *
 * @param id its operationId
 * @param method in upper case
 * @param body what it takes; empty if it takes none
 * @param produces the media types of its answers with status 2xx
 * @param idempotency what it does with the header Idempotency-Key
 */
public record Operation(
    String id,
    String method,
    PathTemplate template,
    List<Parameter> parameters,
    Optional<Body> body,
    Set<String> produces,
    Idempotent idempotency) {

  /** The extension {@code x-freshet-idempotent}. */
  public enum Idempotent {
    /** The header means nothing. */
    NO,
    /** {@code true}: the header is kept to if it is there. */
    OPTIONAL,
    /** {@code required}: the header must be there. */
    REQUIRED
  }

  /** "GET /path", for people. */
  public String label() {
    return method + " " + template;
  }
}
