// SPDX-License-Identifier: Apache-2.0
/**
 * The topics of one environment: their names ({@link dev.freshet.events.topics.Topics}), their
 * configuration and the check of it at start-up ({@link dev.freshet.events.topics.TopicCatalogue}),
 * which partition of the command log a target lives in ({@link
 * dev.freshet.events.topics.CommandTopic}), and what the headers of commands say ({@link
 * dev.freshet.events.topics.CommandHeaders}).
 *
 * <p>All types are immutable and safe for any thread. Methods that take an {@code Admin} block on
 * the cluster and raise Kafka's own exceptions when it does not answer; a topic that is not as it
 * must be raises {@link dev.freshet.events.topics.TopicMismatchException}.
 */
@NullMarked
package dev.freshet.events.topics;

import org.jspecify.annotations.NullMarked;
