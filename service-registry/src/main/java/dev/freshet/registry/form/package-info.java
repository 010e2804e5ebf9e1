// SPDX-License-Identifier: Apache-2.0
/**
 * Registrations as people write them: {@link dev.freshet.registry.form.Registrations} builds and
 * checks them, the forms turn them and what is known of members into JSON and back.
 *
 * <p><b>Threads.</b> Builders are for one thread, all else is stateless. <b>Failure.</b> All that
 * is wrong with a registration is said at once, each with the field it is in.
 */
@NullMarked
package dev.freshet.registry.form;

import org.jspecify.annotations.NullMarked;
