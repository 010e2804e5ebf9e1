// SPDX-License-Identifier: Apache-2.0
/**
 * The HTTP APIs of coordinators and nodes, and the registry, on a local stack: servers are JVMs of
 * their own, clients run here. Entry type: {@link dev.freshet.benchmarks.api.ApiSuite}. Clients
 * have threads that end with their trial; failure as in {@link dev.freshet.benchmarks.harness}.
 */
@NullMarked
package dev.freshet.benchmarks.api;

import org.jspecify.annotations.NullMarked;
