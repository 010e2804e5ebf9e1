// SPDX-License-Identifier: Apache-2.0
/**
 * Events as samples: read from files ({@link dev.freshet.rules.sample.EventFile}), given the types
 * that their schemas say ({@link dev.freshet.rules.sample.WireTypes}), and shown to people without
 * their secrets ({@link dev.freshet.rules.sample.Masking}).
 *
 * <p>What is public is immutable or stateless, safe for any thread, and without I/O. A text that is
 * no event raises {@link dev.freshet.rules.source.InvalidRuleFileException} with the places of all
 * that is wrong.
 */
@NullMarked
package dev.freshet.rules.sample;

import org.jspecify.annotations.NullMarked;
