// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.rulesets;

import dev.freshet.events.avro.MappingControl;
import dev.freshet.events.avro.RuleSetRevision;
import dev.freshet.events.wire.AvroCodec;
import dev.freshet.events.wire.RecordAddress;
import dev.freshet.events.wire.UndecodableRecordException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads records of the rules topic. Publishers and coordinators share it, so that neither takes for
 * good what the other refuses.
 */
final class RuleRecordReader {
  private static final Logger LOG = LoggerFactory.getLogger(RuleRecordReader.class);

  /** Hears what the records of the rules topic say, one by one, in their order. */
  interface Listener {

    /** The newest revision of a set. */
    void current(RuleSetRevision revision);

    /** A set is no more. */
    void removed(String ruleSet);

    /** A revision in the history of its set; may be a removal. */
    void archived(RuleSetRevision revision);

    /** A revision is no longer in the history of its set. */
    void forgotten(String ruleSet, long revision);

    /** Whether the mapping is paused from now on; null as if nobody had ever said. */
    void control(@Nullable MappingControl control);

    /**
     * A record that should be a set's current revision, or the control record, is neither: what
     * came before stays.
     *
     * @param key its key
     * @param revision which revision it says it is, 0 if that cannot be read
     * @param message what is wrong with it
     */
    void unreadable(String key, long revision, String message);
  }

  private final AvroCodec codec;
  private final Listener listener;

  RuleRecordReader(AvroCodec codec, Listener listener) {
    this.codec = codec;
    this.listener = listener;
  }

  /**
   * Tells what a record says.
   *
   * @throws dev.freshet.events.wire.RegistryUnavailableException if the registry cannot be asked;
   *     then nothing is told
   */
  void read(RecordAddress at, String key, byte @Nullable [] value) {
    RuleKeys.Archived archived = RuleKeys.archived(key);
    if (archived != null) {
      readArchived(at, archived, value);
    } else if (key.equals(RuleKeys.CONTROL)) {
      readControl(at, value);
    } else if (value == null) {
      listener.removed(key);
    } else {
      readCurrent(at, key, value);
    }
  }

  private void readCurrent(RecordAddress at, String name, byte[] value) {
    RuleSetRevision revision;
    try {
      revision = codec.decode(at, value, RuleSetRevision.class);
    } catch (UndecodableRecordException e) {
      listener.unreadable(name, 0, unreadable(e));
      return;
    }
    String problem = problem(name, revision);
    if (problem == null) {
      listener.current(revision);
    } else {
      listener.unreadable(name, revision.getRevision(), problem);
    }
  }

  /** One that cannot be read is as good as none: it harms nothing that runs. */
  private void readArchived(RecordAddress at, RuleKeys.Archived key, byte @Nullable [] value) {
    if (value == null) {
      listener.forgotten(key.ruleSet(), key.revision());
      return;
    }
    String problem;
    try {
      RuleSetRevision revision = codec.decode(at, value, RuleSetRevision.class);
      problem = problem(key, revision);
      if (problem == null) {
        listener.archived(revision);
        return;
      }
    } catch (UndecodableRecordException e) {
      problem = unreadable(e);
    }
    LOG.warn("Revision left out of the history: revision={} record={} {}", key, at, problem);
    listener.forgotten(key.ruleSet(), key.revision());
  }

  private void readControl(RecordAddress at, byte @Nullable [] value) {
    try {
      listener.control(value == null ? null : codec.decode(at, value, MappingControl.class));
    } catch (UndecodableRecordException e) {
      listener.unreadable(RuleKeys.CONTROL, 0, unreadable(e));
    }
  }

  private static String unreadable(UndecodableRecordException e) {
    return "record is unreadable: " + e.getMessage();
  }

  private static @Nullable String problem(RuleKeys.Archived key, RuleSetRevision revision) {
    return revision.getRevision() == key.revision()
        ? problem(key.ruleSet(), revision)
        : "record key is wrong, found " + key + ", expected revision " + revision.getRevision();
  }

  private static @Nullable String problem(String name, RuleSetRevision revision) {
    if (!revision.getName().equals(name)) {
      return "record key is wrong, found " + name + ", expected the name " + revision.getName();
    }
    String hash = ContentHash.of(revision.getYaml());
    return revision.getContentHash().equals(hash)
        ? null
        : "content hash is wrong, found " + revision.getContentHash() + ", expected " + hash;
  }
}
