// SPDX-License-Identifier: Apache-2.0
/**
 * What tests stand on: real servers chosen once per JVM ({@link dev.freshet.testkit.KafkaFixture},
 * {@link dev.freshet.testkit.RedisFixture}, {@link dev.freshet.testkit.RegistryFixture}, {@link
 * dev.freshet.testkit.PostgresFixture}), processes to kill and to pause ({@link
 * dev.freshet.testkit.ChildJvm}, {@link dev.freshet.testkit.ChildKafka}), a broker behind a network
 * to cut ({@link dev.freshet.testkit.KafkaBehindProxy}), a clock to turn ({@link
 * dev.freshet.testkit.FakeClock}), and what holds for all tests: how long they wait ({@link
 * dev.freshet.testkit.Patience}) and what properties try ({@link dev.freshet.testkit.SameInputs}).
 * Test scope only.
 *
 * <p><b>Choice.</b> A fixture takes the server that its variable names, else starts one on this
 * machine, else a container if {@code FRESHET_TEST_DOCKER=1}, else fails with a hint: a missing
 * server never skips a test. All tests of a JVM share a server; they keep apart by {@link
 * dev.freshet.testkit.Environments#unique()}.
 *
 * <p><b>Threads.</b> Every type is safe for any thread. <b>Failure.</b> Everything that is started
 * here ends with this JVM, however it ends.
 */
@NullMarked
package dev.freshet.testkit;

import org.jspecify.annotations.NullMarked;
