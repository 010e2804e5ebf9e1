// SPDX-License-Identifier: Apache-2.0
/**
 * The parts of {@link dev.freshet.cache.RegionSettings}: immutable records that check themselves
 * and start from a default. A duration of zero switches off what it belongs to.
 */
@NullMarked
package dev.freshet.cache.settings;

import org.jspecify.annotations.NullMarked;
