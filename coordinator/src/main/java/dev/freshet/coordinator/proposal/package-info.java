// SPDX-License-Identifier: Apache-2.0
/**
 * What somebody wants in force beside what is: entry type is {@link
 * dev.freshet.coordinator.proposal.Proposal}, which the command line and the HTTP API check,
 * compare and replay before anything is stored.
 *
 * <p><b>Threads.</b> All types are immutable or stateless, and do no I/O. <b>Failure.</b> Rules
 * with errors are part of a proposal, which says what is wrong with them; two sides that are only
 * compared must be without errors ({@link dev.freshet.rules.source.InvalidRuleFileException}).
 */
@NullMarked
package dev.freshet.coordinator.proposal;

import org.jspecify.annotations.NullMarked;
