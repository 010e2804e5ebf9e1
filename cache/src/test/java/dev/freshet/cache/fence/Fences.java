// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.fence;

import dev.freshet.events.values.Position;
import dev.freshet.events.values.Target;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The fence as it is, and fences with one thing wrong each, which a simulation has to find. */
public enum Fences {
  /** As it is. */
  SOUND {
    @Override
    public Fence create(int tableCapacity, Interleaving interleaving) {
      return new Fence(new EpochTable(tableCapacity, 1), interleaving);
    }
  },

  /** An admission checks the epoch table before it interns its cells. */
  CHECKS_BEFORE_IT_INTERNS {
    @Override
    public Fence create(int tableCapacity, Interleaving interleaving) {
      return new Fence(new EpochTable(tableCapacity, 1), interleaving) {
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
    public Fence create(int tableCapacity, Interleaving interleaving) {
      return new Fence(new EpochTable(tableCapacity, 1), interleaving) {
        @Override
        public <V> @Nullable L1Entry<V> admit(V value, Targets targets, long stampCounter) {
          return super.admit(value, targets, counter());
        }
      };
    }
  },

  /** A command that cannot be read makes all of L1 stale, and L2 hears nothing of it. */
  TAKES_THE_UNREADABLE_FOR_ALL {
    @Override
    public Fence create(int tableCapacity, Interleaving interleaving) {
      EpochTable deaf =
          new EpochTable(tableCapacity, 1) {
            @Override
            void raiseFloor(int partition, long order, long counter) {
              super.raiseFloor(partition, -1, counter);
            }
          };
      return new Fence(deaf, interleaving);
    }
  },

  /** A scan touches the cell of all scans before it is on the list. */
  TOUCHES_BEFORE_IT_LISTS {
    @Override
    public Fence create(int tableCapacity, Interleaving interleaving) {
      return new Fence(new EpochTable(tableCapacity, 1), interleaving) {
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
    public Fence create(int tableCapacity, Interleaving interleaving) {
      return new Fence(new EpochTable(tableCapacity, 1), interleaving) {
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

  /** The epoch table forgets commands and raises no floor. */
  FORGETS_WITHOUT_A_FLOOR {
    @Override
    public Fence create(int tableCapacity, Interleaving interleaving) {
      EpochTable forgetful =
          new EpochTable(tableCapacity, 1) {
            @Override
            long[] raised(long[] floorByPartition, Generation forgotten) {
              return floorByPartition;
            }

            @Override
            long raised(long floorCounter, Generation forgotten) {
              return floorCounter;
            }
          };
      return new Fence(forgetful, interleaving);
    }
  };

  /** A new fence. */
  public abstract Fence create(int tableCapacity, Interleaving interleaving);
}
