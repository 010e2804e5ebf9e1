// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.warmup.plan;

import dev.freshet.coordinator.warmup.note.Note;
import dev.freshet.coordinator.warmup.note.NoteKeys;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;

/**
 * The keys of a run that wait, in their order, each once. They stand in pages, so that a task costs
 * no more than its own keys however many there are.
 */
final class Pages {
  static final int SIZE = 1_000;

  /** Of the keys of a page or a task: records of a megabyte are refused by brokers. */
  static final int MOST_CHARS = 300_000;

  private final String run;
  private final Ledger ledger;
  private final Deque<List<String>> pages = new ArrayDeque<>();

  /** All keys there were, until they are complete. */
  private Set<String> known = new HashSet<>();

  /** Numbers of pages that are handed out, and still stored. */
  private final List<Integer> done = new ArrayList<>();

  private boolean complete;
  private int first;
  private int used;
  private long size;

  Pages(String run, Ledger ledger) {
    this.run = run;
    this.ledger = ledger;
  }

  /**
   * As a note has it, and the pages that there are. What was written last may be lost: of a first
   * page that is gone all keys were handed out.
   */
  void restore(Note.Waiting note, SortedMap<Integer, Note.OfKeys> left) {
    complete = note.complete();
    done.addAll(left.headMap(note.firstPage()).keySet());
    SortedMap<Integer, Note.OfKeys> open = left.tailMap(note.firstPage());
    first = open.isEmpty() ? note.firstPage() : open.firstKey();
    used = !open.isEmpty() && first == note.firstPage() ? note.used() : 0;
    for (Note.OfKeys page : open.values()) {
      pages.add(page.keys());
      size += page.keys().size();
    }
    size -= used;
    if (!complete) {
      pages.forEach(known::addAll);
    }
    dropTaken();
  }

  /**
   * Takes in keys that are new.
   *
   * @param most of them
   * @return how many were taken, and how many were left out
   */
  Taken add(Iterable<String> keys, long most) {
    List<String> page = new ArrayList<>();
    int chars = 0;
    long taken = 0;
    long beyond = 0;
    for (String key : keys) {
      if (known.contains(key)) {
        continue;
      }
      if (taken >= most) {
        beyond++;
        continue;
      }
      known.add(key);
      page.add(key);
      chars += key.length();
      taken++;
      if (page.size() == SIZE || chars >= MOST_CHARS) {
        append(page);
        page = new ArrayList<>();
        chars = 0;
      }
    }
    if (!page.isEmpty()) {
      append(page);
    }
    return new Taken(taken, beyond);
  }

  /** Keys in their order, in pages none of which is too large. */
  static List<List<String>> split(List<String> keys) {
    List<List<String>> pages = new ArrayList<>();
    int from = 0;
    int chars = 0;
    for (int i = 0; i < keys.size(); i++) {
      chars += keys.get(i).length();
      int next = i + 1;
      if (next == keys.size() || next - from == SIZE || chars >= MOST_CHARS) {
        pages.add(keys.subList(from, next));
        from = next;
        chars = 0;
      }
    }
    return pages;
  }

  /** How many keys were taken, and how many were left out because there were enough. */
  record Taken(long taken, long beyond) {}

  private void append(List<String> page) {
    ledger.store(NoteKeys.page(run, first + pages.size()), new Note.OfKeys(List.copyOf(page)));
    pages.add(List.copyOf(page));
    size += page.size();
  }

  /** No more keys come. */
  void complete() {
    complete = true;
    known = new HashSet<>();
  }

  boolean isComplete() {
    return complete;
  }

  long size() {
    return size;
  }

  /** The next keys, which wait no more; {@link #dropTaken} once they are safe. */
  List<String> take(int most) {
    List<String> taken = new ArrayList<>(Math.min(most, SIZE));
    int chars = 0;
    while (taken.size() < most && chars < MOST_CHARS && !pages.isEmpty()) {
      List<String> page = pages.getFirst();
      String key = page.get(used);
      taken.add(key);
      chars += key.length();
      used++;
      if (used == page.size()) {
        removeFirst();
      }
    }
    size -= taken.size();
    return taken;
  }

  private void removeFirst() {
    done.add(first);
    pages.removeFirst();
    first++;
    used = 0;
  }

  /** The keys that were taken need not be stored here any more. */
  void dropTaken() {
    done.forEach(page -> ledger.drop(NoteKeys.page(run, page)));
    done.clear();
  }

  /** Forgets all; others may come. */
  void clear() {
    while (!pages.isEmpty()) {
      removeFirst();
    }
    dropTaken();
    size = 0;
    known = new HashSet<>();
  }

  Note.Waiting note(int batch) {
    return new Note.Waiting(complete, first, used, batch);
  }
}
