// SPDX-License-Identifier: Apache-2.0
/**
 * The registry and the last heartbeats of all members, in the memory of any process that wants
 * them: {@link dev.freshet.registry.view.RegistryView}.
 *
 * <p><b>Threads.</b> One daemon thread a view reads and publishes immutable snapshots.
 * <b>Failure.</b> While brokers are away the last snapshot stands and says how old it is. Records
 * that cannot be read are counted, and logged once a kind.
 */
@NullMarked
package dev.freshet.registry.view;

import org.jspecify.annotations.NullMarked;
