// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.cases;

import java.util.List;

/** A test file that is ready to run, with the rules that it tests. */
public final class TestFile {
  private final String name;
  private final TestedRules rules;
  private final List<TestCase> tests;

  TestFile(String name, TestedRules rules, List<TestCase> tests) {
    this.name = name;
    this.rules = rules;
    this.tests = List.copyOf(tests);
  }

  /** Its name, for people. */
  public String name() {
    return name;
  }

  /** How many tests it holds. */
  public int size() {
    return tests.size();
  }

  TestedRules rules() {
    return rules;
  }

  List<TestCase> tests() {
    return tests;
  }
}
