// SPDX-License-Identifier: Apache-2.0
/**
 * The options that several {@code freshet rules} commands share, each with what it leads to: which
 * running Freshet is meant ({@link dev.freshet.cli.rules.options.Live}), who changes it, whether
 * they may, what to wait for, what to replay, where schemas are.
 *
 * <p><b>Threads.</b> One. <b>Failure.</b> What is missing or wrong raises {@link
 * dev.freshet.cli.UsageFailure}, which names the option.
 */
@NullMarked
package dev.freshet.cli.rules.options;

import org.jspecify.annotations.NullMarked;
