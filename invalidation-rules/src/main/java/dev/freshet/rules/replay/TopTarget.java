// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.replay;

/**
 * A target that many commands had. Immutable and safe for any thread.
 *
 * @param target its canonical text
 * @param commands how many, or at least so many where the distinct targets are an estimate
 */
public record TopTarget(String target, long commands) {}
