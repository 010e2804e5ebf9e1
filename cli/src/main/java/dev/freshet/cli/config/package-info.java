// SPDX-License-Identifier: Apache-2.0
/**
 * How a process of its own is configured: flags go before environment variables, these before a
 * file, that before the defaults of a profile, and these before those for all. What there is to be
 * set stands in {@link dev.freshet.cli.config.Settings}; {@link
 * dev.freshet.cli.config.Configuration} holds what was set. The order and the profiles are the work
 * of SmallRye Config.
 *
 * <p><b>Threads.</b> All values are immutable. <b>Failure.</b> Everything that is wrong or missing
 * is reported together, before anything starts; secrets are shown nowhere.
 */
@NullMarked
package dev.freshet.cli.config;

import org.jspecify.annotations.NullMarked;
