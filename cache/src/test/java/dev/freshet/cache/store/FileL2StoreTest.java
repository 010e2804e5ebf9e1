// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.freshet.testkit.FakeClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileL2StoreTest extends L2StoreContractTest {
  private static final byte[] VALUE = "value".getBytes(UTF_8);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final FakeClock clock = FakeClock.create();
  private final Path home;

  FileL2StoreTest(@TempDir Path home) {
    this.home = home;
  }

  @Override
  L2Store open() {
    return L2Store.files(home.resolve("contract"), Clock.systemUTC());
  }

  @Test
  void shouldHaveTheValuesAgainAfterARestart() {
    try (L2Store first = files()) {
      first.set("key", VALUE, MINUTE).join();
    }

    try (L2Store second = files()) {
      assertArrayEquals(VALUE, second.get("key").join().orElseThrow());
    }
  }

  @Test
  void shouldExpireByItsClockToTheMillisecond() {
    try (L2Store store = files()) {
      store.set("key", VALUE, MINUTE).join();

      clock.advance(MINUTE.minusMillis(1));
      assertTrue(store.get("key").join().isPresent());
      clock.advance(Duration.ofMillis(1));
      assertEquals(Optional.empty(), store.get("key").join());
      assertEquals(List.of(), valueFiles(), "removed when found expired");
    }
  }

  @Test
  void shouldMissAndRemoveWhateverIsNotAWholeFile() throws IOException {
    try (L2Store store = files()) {
      store.set("key", VALUE, MINUTE).join();
      Path file = valueFiles().get(0);
      byte[] whole = Files.readAllBytes(file);

      for (int at = 0; at < whole.length; at++) {
        byte[] flipped = whole.clone();
        flipped[at] ^= 4;
        assertMissAndRemoved(store, file, flipped);
        assertMissAndRemoved(store, file, Arrays.copyOf(whole, at));
      }
      Files.write(file, whole);
      assertArrayEquals(VALUE, store.get("key").join().orElseThrow());
    }
  }

  @Test
  void shouldNotTakeTheFileOfAnotherKeyForItsOwn() throws IOException {
    try (L2Store store = files()) {
      store.set("key", VALUE, MINUTE).join();
      Path file = valueFiles().get(0);
      Files.write(
          file, new FileRecord("other", clock.millis() + MINUTE.toMillis(), VALUE).toBytes());

      assertEquals(Optional.empty(), store.get("key").join());
      assertFalse(store.removeIfStartsWith("key", VALUE).join());
      assertTrue(Files.exists(file), "it is not ours to remove");
      assertTrue(store.setIfAbsent("key", VALUE, MINUTE).join());
      assertArrayEquals(VALUE, store.get("key").join().orElseThrow());
    }
  }

  @Test
  void shouldSweepExpiredAndUnfinishedFilesWhenItOpens() throws IOException {
    try (L2Store first = files()) {
      first.set("short", VALUE, MINUTE).join();
      first.set("long", VALUE, MINUTE.multipliedBy(3)).join();
    }
    Files.write(valueFiles().get(0).resolveSibling("abc" + FileLane.UNFINISHED), VALUE);
    clock.advance(MINUTE.multipliedBy(2));

    try (L2Store second = files()) {
      await().until(() -> valueFiles().size() == 1);
      assertTrue(second.get("long").join().isPresent());
    }
  }

  @Test
  void shouldSweepExpiredFilesWhileOthersAreWritten() {
    try (L2Store store = files()) {
      List<String> old = IntStream.range(0, 300).mapToObj(i -> "old" + i).toList();
      store.setAll(old.stream().map(k -> new L2Store.Write(k, VALUE, MINUTE)).toList()).join();
      clock.advance(MINUTE);

      for (int i = 0; i < 1_000; i++) {
        store.set("new" + i % 10, VALUE, MINUTE).join();
      }

      assertEquals(10, valueFiles().size());
    }
  }

  @Test
  void shouldRefuseADirectoryThatIsInUse() {
    try (L2Store store = files()) {
      store.set("key", VALUE, MINUTE).join();
      IllegalStateException refused = assertThrows(IllegalStateException.class, this::files);

      String message = String.valueOf(refused.getMessage());
      assertTrue(message.endsWith("is in use, expected one store for a directory"), message);
      assertTrue(store.get("key").join().isPresent(), "the first goes on");
    }
  }

  @Test
  void shouldRefuseAFileInPlaceOfADirectory() throws IOException {
    Files.write(home.resolve("files"), VALUE);

    assertThrows(UncheckedIOException.class, this::files);
  }

  private void assertMissAndRemoved(L2Store store, Path file, byte[] content) throws IOException {
    Files.write(file, content);
    assertEquals(Optional.empty(), store.get("key").join());
    assertFalse(Files.exists(file));
  }

  private L2Store files() {
    return L2Store.files(home.resolve("files"), clock);
  }

  /** Looks at names alone: what is removed meanwhile does not disturb. */
  private List<Path> valueFiles() {
    return list(home.resolve("files")).stream()
        .filter(Files::isDirectory)
        .flatMap(shard -> list(shard).stream())
        .toList();
  }

  private static List<Path> list(Path directory) {
    try (Stream<Path> listed = Files.list(directory)) {
      return listed.toList();
    } catch (IOException gone) {
      throw new UncheckedIOException("cannot list " + directory, gone);
    }
  }
}
