// SPDX-License-Identifier: Apache-2.0
/**
 * The API document at work: which operation a request means, and whether it fits it. Entry type
 * {@link dev.freshet.http.contract.Contract}. Internal to the module.
 *
 * <p>Why not the validator of vertx-openapi: it needs a YAML loader that Freshet leaves out, knows
 * few media types, allows one hole in a path segment, and names one fault without saying where.
 * What is taken from it is the OpenAPI 3.1 schema that the document itself is held against.
 *
 * <p>Immutable after start and safe for any thread. Nothing here blocks or does I/O; what does not
 * fit is thrown as {@link dev.freshet.http.problem.ProblemException}, a faulty document as {@link
 * java.lang.IllegalArgumentException} that names the place.
 */
@NullMarked
package dev.freshet.http.contract;

import org.jspecify.annotations.NullMarked;
