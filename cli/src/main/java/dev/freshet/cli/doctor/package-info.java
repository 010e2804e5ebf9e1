// SPDX-License-Identifier: Apache-2.0
/**
 * {@code freshet doctor}: looks at everything that a Freshet needs, changes nothing, and says what
 * to do. Each examination is a class that answers {@link dev.freshet.cli.doctor.Finding}s.
 *
 * <p><b>Threads.</b> All in the caller's. <b>Failure.</b> What does not answer is a finding; each
 * examination is bounded by some seconds.
 */
@NullMarked
package dev.freshet.cli.doctor;

import org.jspecify.annotations.NullMarked;
