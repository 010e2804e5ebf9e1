// SPDX-License-Identifier: Apache-2.0
package dev.freshet.events.values;

/** A template that cannot be read; knows where in the template's text. */
public final class MalformedTemplateException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final int index;
  private final String problem;

  MalformedTemplateException(String template, int index, String problem) {
    super("template '" + template + "', column " + (index + 1) + ": " + problem);
    this.index = index;
    this.problem = problem;
  }

  /** Where the problem stands in the template's text, from 0. */
  public int index() {
    return index;
  }

  /** What is wrong, without where. */
  public String problem() {
    return problem;
  }
}
