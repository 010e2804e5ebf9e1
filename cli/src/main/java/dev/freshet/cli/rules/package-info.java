// SPDX-License-Identifier: Apache-2.0
/**
 * {@code freshet rules …}: what authors of rule files do with them. Entry type is {@link
 * dev.freshet.cli.rules.RulesCommand}; one class for each command, which reads what it is given,
 * asks the modules that know, and prints. Nothing is decided here.
 *
 * <p><b>Threads.</b> One. <b>Failure.</b> Exit code 1 says that the rules are wrong or were
 * refused, 2 that the command could not do its work ({@link dev.freshet.cli.UsageFailure}), 4 that
 * rules are applied but not confirmed.
 */
@NullMarked
package dev.freshet.cli.rules;

import org.jspecify.annotations.NullMarked;
