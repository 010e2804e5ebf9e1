// SPDX-License-Identifier: Apache-2.0
/**
 * The commands of operators: each asks a coordinator's HTTP API one question and shows the answer,
 * as a table or as it came. {@link dev.freshet.cli.ops.OperatorCommand} is what they have in
 * common.
 *
 * <p><b>Threads.</b> All in the caller's. <b>Failure.</b> Exit code 1 if the coordinator refuses, 2
 * if it cannot be asked, 4 if what was asked for is not applied in time; a refusal is shown with
 * the coordinator's own codes and hints.
 */
@NullMarked
package dev.freshet.cli.ops;

import org.jspecify.annotations.NullMarked;
