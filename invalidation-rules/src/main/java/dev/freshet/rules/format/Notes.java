// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.format;

import java.util.ArrayList;
import java.util.List;

/** The comments of one key, item or document. Belongs to one thread. */
final class Notes {
  private final List<Comment> above = new ArrayList<>();
  private final List<Comment> beside = new ArrayList<>();
  private final List<Comment> below = new ArrayList<>();

  /** Those on the lines above it. */
  List<Comment> above() {
    return above;
  }

  /** That at the end of its first line: none or one, as only one has room there. */
  List<Comment> beside() {
    return beside;
  }

  /** Those behind the last of its children. */
  List<Comment> below() {
    return below;
  }

  void addBeside(Comment comment) {
    if (beside.isEmpty()) {
      beside.add(comment);
    } else {
      above.add(comment);
    }
  }

  boolean isEmpty() {
    return above.isEmpty() && beside.isEmpty() && below.isEmpty();
  }

  /** Takes over what stands beside of another one. */
  void takeBeside(Notes other) {
    other.beside.forEach(this::addBeside);
    other.beside.clear();
  }

  /** Takes over what stands above of another one. */
  void takeAbove(Notes other) {
    above.addAll(other.above);
    other.above.clear();
  }
}
