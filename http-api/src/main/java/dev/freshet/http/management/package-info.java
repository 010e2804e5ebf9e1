// SPDX-License-Identifier: Apache-2.0
/**
 * Health and metrics on a port of their own, for orchestrators and scrapers. Entry type {@link
 * dev.freshet.http.management.ManagementServer}, which asks for a {@link
 * dev.freshet.http.management.Health} at each probe.
 *
 * <p>Safe for any thread. Probes are answered on an event loop of its own, so that nothing that
 * blocks an API keeps a probe waiting. A taken port is named when it starts; afterwards nothing
 * fails but the check that says so.
 */
@NullMarked
package dev.freshet.http.management;

import org.jspecify.annotations.NullMarked;
