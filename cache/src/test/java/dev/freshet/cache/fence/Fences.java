// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.fence;

import dev.freshet.events.values.LogIdentity;
import dev.freshet.events.values.Position;
import dev.freshet.events.values.Target;
import java.util.Arrays;
import java.util.UUID;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** The fence as it is, and fences with one thing wrong each, which a simulation has to find. */
public enum Fences {
  /** As it is. */
  SOUND,

  /** An admission checks the epoch table before it interns its cells. */
  CHECKS_BEFORE_IT_INTERNS {
    @Override
    Fence fence(EpochTable epochs, Interleaving interleaving) {
      return new Fence(epochs, interleaving) {
        @Override
        public <V> @Nullable L1Entry<V> admit(V value, Targets targets, long stampCounter) {
          boolean overtaken =
              Arrays.stream(targets.hashes()).anyMatch(hash -> table.counter(hash) > stampCounter);
          interleaving.step();
          return overtaken ? null : new L1Entry<>(value, stampCounter, intern(targets));
        }
      };
    }
  },

  /** The stamp is captured after the load. */
  STAMPS_AFTER_THE_LOAD {
    @Override
    Fence fence(EpochTable epochs, Interleaving interleaving) {
      return new Fence(epochs, interleaving) {
        @Override
        public <V> @Nullable L1Entry<V> admit(V value, Targets targets, long stampCounter) {
          return super.admit(value, targets, counter());
        }
      };
    }
  },

  /** A written value is admitted whatever came between. */
  ADMITS_EVERY_WRITE {
    @Override
    Fence fence(EpochTable epochs, Interleaving interleaving) {
      return new Fence(epochs, interleaving) {
        @Override
        public <V> @Nullable L1Entry<V> admitWritten(V value, Writing writing) {
          return new L1Entry<>(value, counter(), intern(writing.targets()));
        }
      };
    }
  },

  /** A command touches its cell and advances the watermark before it writes the epoch table. */
  WRITES_THE_TABLE_LAST {
    @Override
    public Fence create(int tableCapacity, Interleaving interleaving, Runnable onOverflow) {
      LateTable late = new LateTable(tableCapacity, onOverflow);
      return new Fence(late, interleaving) {
        @Override
        public synchronized boolean apply(Target target, Position position) {
          boolean applied = super.apply(target, position);
          interleaving.step();
          late.write();
          return applied;
        }
      };
    }
  },

  /** A command that cannot be read makes all of L1 stale, and L2 hears nothing of it. */
  TAKES_THE_UNREADABLE_FOR_ALL {
    @Override
    EpochTable epochs(int capacity, Runnable onOverflow) {
      return new WatchedTable(capacity, onOverflow) {
        @Override
        void raiseFloor(int partition, long order, long counter) {
          super.raiseFloor(partition, -1, counter);
        }
      };
    }
  },

  /** A scan touches the cell of all scans before it is on the list. */
  TOUCHES_BEFORE_IT_LISTS {
    @Override
    Fence fence(EpochTable epochs, Interleaving interleaving) {
      return new Fence(epochs, interleaving) {
        @Override
        public synchronized boolean apply(Target target, Position position) {
          if (target instanceof Target.Scan) {
            scanCell.touch(counter() + 1);
            interleaving.step();
          }
          return super.apply(target, position);
        }
      };
    }
  },

  /** An entry that scans have passed by takes the counter for its stamp, not that of the scan. */
  RAISES_THE_STAMP_TO_THE_COUNTER {
    @Override
    Fence fence(EpochTable epochs, Interleaving interleaving) {
      return new Fence(epochs, interleaving) {
        @Override
        public boolean isFresh(L1Entry<?> entry, String key) {
          long reached = counter();
          boolean fresh = super.isFresh(entry, key);
          if (fresh) {
            entry.raiseStamp(reached);
          }
          return fresh;
        }
      };
    }
  },

  /** A command says that cells are touched before it touches its own. */
  SAYS_TOUCHED_BEFORE_IT_TOUCHES {
    @Override
    Fence fence(EpochTable epochs, Interleaving interleaving) {
      return new Fence(epochs, interleaving) {
        @Override
        void touch(@Nullable TagCell cell, long next) {
          touchedUpTo(next);
          interleaving.step();
          if (cell != null) {
            cell.touch(next);
          }
        }
      };
    }
  },

  /** A hit looks at the cells before it reads the note that it leaves with the entry. */
  LOOKS_BEFORE_IT_READS_THE_NOTE {
    @Override
    Fence fence(EpochTable epochs, Interleaving interleaving) {
      return new Fence(epochs, interleaving) {
        private long note;

        @Override
        void touch(@Nullable TagCell cell, long next) {
          super.touch(cell, next);
          note = next;
        }

        @Override
        public boolean isFresh(L1Entry<?> entry, String key) {
          boolean fresh = super.isFresh(entry, key);
          interleaving.step();
          if (fresh) {
            entry.checkedAt(note);
          }
          return fresh;
        }
      };
    }
  },

  /** An election is of interest until the node has caught up, which may be before it shows. */
  HEEDS_ELECTIONS_UNTIL_IT_HAS_CAUGHT_UP {
    @Override
    Fence fence(EpochTable epochs, Interleaving interleaving) {
      return new Fence(epochs, interleaving) {
        @Override
        void heedElection(LogState current, Position position) {
          if (!current.isCaughtUp()) {
            super.heedElection(current, position);
          }
        }
      };
    }
  },

  /** A node that starts does not care who led the log. */
  FORGETS_ELECTIONS {
    @Override
    Fence fence(EpochTable epochs, Interleaving interleaving) {
      return new Fence(epochs, interleaving) {
        @Override
        void heedElection(LogState current, Position position) {}
      };
    }
  },

  /** A value in L2 passes if the command that it is stamped with is the next one. */
  ACCEPTS_WHAT_STANDS_AT_ITS_STAMP {
    @Override
    Fence fence(EpochTable epochs, Interleaving interleaving) {
      return new Fence(epochs, interleaving) {
        @Override
        public boolean accepts(LogState current, Targets targets, L2Stamp stamp) {
          int[] partitions = stamp.partitions();
          long[] lenient = Arrays.stream(stamp.ordersBehind()).map(order -> order + 1).toArray();
          return super.accepts(
              current, targets, new L2Stamp(stamp.identity(), partitions, lenient));
        }
      };
    }
  },

  /** A value in L2 passes though it is stamped with the positions of an earlier log. */
  ACCEPTS_STAMPS_OF_ANOTHER_LOG {
    @Override
    Fence fence(EpochTable epochs, Interleaving interleaving) {
      return new Fence(epochs, interleaving) {
        @Override
        public boolean accepts(LogState current, Targets targets, L2Stamp stamp) {
          return super.accepts(
              current,
              targets,
              new L2Stamp(current.identity(), stamp.partitions(), stamp.ordersBehind()));
        }
      };
    }
  },

  /** L2 is read before the log was. */
  READS_L2_AT_ONCE {
    @Override
    Fence fence(EpochTable epochs, Interleaving interleaving) {
      return new Fence(epochs, interleaving) {
        @Override
        public synchronized void startOver(
            LogIdentity identity, ToIntFunction<String> partitionOf) {
          super.startOver(identity, partitionOf);
          caughtUp();
        }
      };
    }
  },

  /** A log that has lost records is taken for a new one: what it said is forgotten. */
  STARTS_OVER_WITHOUT_A_FLOOR {
    @Override
    Fence fence(EpochTable epochs, Interleaving interleaving) {
      return new Fence(epochs, interleaving) {
        @Override
        public synchronized void startOver(
            LogIdentity identity, ToIntFunction<String> partitionOf) {
          super.startOver(new LogIdentity(new UUID(0, 0), identity.partitions()), partitionOf);
          super.startOver(identity, partitionOf);
        }
      };
    }
  },

  /** The epoch table forgets commands and raises no floor. */
  FORGETS_WITHOUT_A_FLOOR {
    @Override
    EpochTable epochs(int capacity, Runnable onOverflow) {
      return new EpochTable(capacity, 1) {
        @Override
        long[] raised(long[] floorByPartition, Generation forgotten) {
          return floorByPartition;
        }

        @Override
        long raised(long floorCounter, Generation forgotten) {
          return floorCounter;
        }
      };
    }
  };

  /**
   * A new fence.
   *
   * @param onOverflow told when the epoch table forgets something
   */
  public Fence create(int tableCapacity, Interleaving interleaving, Runnable onOverflow) {
    return fence(epochs(tableCapacity, onOverflow), interleaving);
  }

  EpochTable epochs(int capacity, Runnable onOverflow) {
    return new WatchedTable(capacity, onOverflow);
  }

  Fence fence(EpochTable epochs, Interleaving interleaving) {
    return new Fence(epochs, interleaving);
  }

  /** Tells when it forgets. */
  private static class WatchedTable extends EpochTable {
    private final Runnable onOverflow;

    WatchedTable(int capacity, Runnable onOverflow) {
      super(capacity, 1);
      this.onOverflow = onOverflow;
    }

    @Override
    long raised(long floorCounter, Generation forgotten) {
      if (forgotten.size() > 0) {
        onOverflow.run();
      }
      return super.raised(floorCounter, forgotten);
    }
  }

  /** Notes a command, and writes it when told. */
  private static final class LateTable extends WatchedTable {
    private Runnable pending = () -> {};

    LateTable(int capacity, Runnable onOverflow) {
      super(capacity, onOverflow);
    }

    @Override
    void record(long hash, int partition, long order, long counter) {
      pending = () -> super.record(hash, partition, order, counter);
    }

    void write() {
      pending.run();
      pending = () -> {};
    }
  }
}
