// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.bench.ground;

/** An environment in which {@link BenchRules} are in force until it is closed. For one thread. */
public interface Ground extends AutoCloseable {
  /** The prefix of its topics. */
  String environment();

  /** Who maps its events, for people. */
  String mappedBy();

  /**
   * Takes away what was opened here.
   *
   * @throws dev.freshet.cli.CommandFailure if something is left; says what
   */
  @Override
  void close();
}
