// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * See {@link L2Store#files}. The SHA-256 of a key names its file and so its shard, the shard its
 * lane, and a lane is one thread: what happens to one key happens in order, without locks.
 */
final class FileL2Store implements L2Store {
  private static final int SHARDS = 256;
  private static final int LANES = 2;
  private static final int MAX_WAITING = 10_000;
  private static final int SWEPT_ON_OPEN = 2_000;
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

  /** An action on files, in the thread of its lane. */
  private interface Action<T> {
    T run(FileLane lane, Path file) throws IOException;
  }

  private record Worker(FileLane lane, ExecutorService thread) {}

  private final Path directory;
  private final FileChannel lock;
  private final InstantSource clock;
  private final List<Worker> workers;

  private FileL2Store(Path directory, FileChannel lock, InstantSource clock) {
    this.directory = directory;
    this.lock = lock;
    this.clock = clock;
    this.workers = IntStream.range(0, LANES).mapToObj(this::worker).toList();
  }

  static FileL2Store open(Path directory, InstantSource clock) {
    try {
      for (int shard = 0; shard < SHARDS; shard++) {
        Files.createDirectories(shard(directory, shard));
      }
      FileL2Store store = new FileL2Store(directory, lock(directory), clock);
      store.sweepInBackground();
      return store;
    } catch (IOException refused) {
      throw new UncheckedIOException("L2 in files: cannot open " + directory, refused);
    }
  }

  @Override
  public CompletableFuture<Optional<byte[]>> get(String key) {
    return call(key, (lane, file) -> lane.get(file, key));
  }

  @Override
  public CompletableFuture<Void> set(String key, byte[] value, Duration ttl) {
    return call(
            key,
            (lane, file) -> {
              lane.set(file, expiring(key, value, ttl));
              return true;
            })
        .thenApply(done -> null);
  }

  @Override
  public CompletableFuture<Boolean> setIfAbsent(String key, byte[] value, Duration ttl) {
    return call(key, (lane, file) -> lane.setIfAbsent(file, expiring(key, value, ttl)));
  }

  @Override
  public CompletableFuture<Boolean> removeIfStartsWith(String key, byte[] prefix) {
    return call(key, (lane, file) -> lane.removeIfStartsWith(file, key, prefix));
  }

  /** Blocks until the calls that wait are done, for a few seconds at most. */
  @Override
  public void close() {
    workers.forEach(worker -> worker.thread().shutdown());
    try {
      for (Worker worker : workers) {
        if (!worker.thread().awaitTermination(CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
          var unused = worker.thread().shutdownNow();
        }
      }
      lock.close();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } catch (IOException refused) {
      throw new UncheckedIOException("L2 in files: cannot close " + directory, refused);
    }
  }

  private <T> CompletableFuture<T> call(String key, Action<T> action) {
    byte[] hash = sha256(key);
    int shard = Byte.toUnsignedInt(hash[0]);
    Path file = shard(directory, shard).resolve(HexFormat.of().formatHex(hash));
    Worker worker = workers.get(shard % LANES);
    return submit(worker, () -> action.run(worker.lane(), file));
  }

  private <T> CompletableFuture<T> submit(Worker worker, Callable<T> action) {
    CompletableFuture<T> result = new CompletableFuture<>();
    try {
      worker.thread().execute(() -> complete(result, action));
    } catch (RejectedExecutionException rejected) {
      result.completeExceptionally(
          new IllegalStateException(
              "L2 in files: %s is closed, or %d calls wait".formatted(directory, MAX_WAITING),
              rejected));
    }
    return result;
  }

  private static <T> void complete(CompletableFuture<T> result, Callable<T> action) {
    try {
      result.complete(action.call());
    } catch (Exception failed) {
      result.completeExceptionally(failed);
    }
  }

  private FileRecord expiring(String key, byte[] value, Duration ttl) {
    return new FileRecord(key, clock.millis() + Ttl.millis(ttl), value);
  }

  private void sweepInBackground() {
    workers.forEach(worker -> worker.thread().execute(() -> worker.lane().sweep(SWEPT_ON_OPEN)));
  }

  private Worker worker(int number) {
    List<Path> shards = new ArrayList<>();
    for (int shard = number; shard < SHARDS; shard += LANES) {
      shards.add(shard(directory, shard));
    }
    return new Worker(new FileLane(List.copyOf(shards), clock), thread(number));
  }

  private static ExecutorService thread(int number) {
    return new ThreadPoolExecutor(
        1,
        1,
        0,
        TimeUnit.SECONDS,
        new ArrayBlockingQueue<>(MAX_WAITING),
        task -> {
          Thread thread = new Thread(task, "freshet-l2-files-" + number);
          thread.setDaemon(true);
          return thread;
        });
  }

  private static FileChannel lock(Path directory) throws IOException {
    FileChannel channel =
        FileChannel.open(
            directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    boolean locked = false;
    try {
      locked = channel.tryLock() != null;
    } catch (OverlappingFileLockException sameProcess) {
      // Not locked by us: said below.
    } finally {
      if (!locked) {
        channel.close();
      }
    }
    if (!locked) {
      throw new IllegalStateException(
          "L2 in files: %s is in use, expected one store for a directory".formatted(directory));
    }
    return channel;
  }

  private static Path shard(Path directory, int shard) {
    return directory.resolve("%02x".formatted(shard));
  }

  private static byte[] sha256(String key) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(key.getBytes(UTF_8));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }
}
