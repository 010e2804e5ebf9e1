// SPDX-License-Identifier: Apache-2.0
/**
 * What a client is told when a request fails: {@link dev.freshet.http.problem.Problem}, thrown as
 * {@link dev.freshet.http.problem.ProblemException} from any depth, with the stable codes of {@link
 * dev.freshet.http.problem.HttpCode}.
 *
 * <p>Values only: immutable, safe for any thread, nothing here blocks or does I/O.
 */
@NullMarked
package dev.freshet.http.problem;

import org.jspecify.annotations.NullMarked;
