// SPDX-License-Identifier: Apache-2.0
package dev.freshet.stack;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServerOptions;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A schema registry over HTTP in this JVM: Confluent's own in-memory registry, Avro only, behind
 * the part of its HTTP API that serializers and curl need. Incompatible schemas are refused as the
 * subject's compatibility level says (BACKWARD unless set). With a kept data directory
 * registrations are journalled and have the same ids after a restart.
 *
 * <p>Safe for any thread. {@link #start} and {@link #close} block until done.
 */
public final class LocalSchemaRegistry implements AutoCloseable {

  private static final String NAME = "Schema registry";
  private static final String JOURNAL = "schema-registry.jsonl";
  private static final long TIMEOUT_SECONDS = 30;

  // Its clients speak HTTP/1.1; an upgrade in mid-connection only adds ways to fail.
  private static final HttpServerOptions OPTIONS =
      new HttpServerOptions().setHttp2ClearTextEnabled(false);

  private final Vertx vertx;
  private final int port;
  private final DataDirectory directory;

  private LocalSchemaRegistry(Vertx vertx, int port, DataDirectory directory) {
    this.vertx = vertx;
    this.port = port;
    this.directory = directory;
  }

  /** Starts on a free port with nothing kept. */
  public static LocalSchemaRegistry start() {
    return start(Placement.temporary());
  }

  /**
   * Starts at {@code placement}.
   *
   * @throws PortInUseException if its port is taken
   * @throws ServerStartException if it does not come up
   * @throws IllegalStateException if what it kept cannot be read; the message names file and line
   */
  public static LocalSchemaRegistry start(Placement placement) {
    int port = placement.claimPort(NAME);
    DataDirectory directory = placement.claimDirectory(NAME);
    RegistryStore store = new RegistryStore(new RegistryJournal(directory.path().resolve(JOURNAL)));
    LocalSchemaRegistry registry = new LocalSchemaRegistry(vertx(), port, directory);
    try {
      await(
          registry
              .vertx
              .createHttpServer(OPTIONS)
              .requestHandler(new RegistryRoutes(store).router(registry.vertx))
              .listen(port, Ports.LOOPBACK));
      return registry;
    } catch (ServerStartException failed) {
      registry.close();
      throw failed;
    }
  }

  /** For {@code schema.registry.url}: {@code http://127.0.0.1:port}. */
  public String url() {
    return "http://" + Ports.LOOPBACK + ":" + port;
  }

  /** The port that it listens on. */
  public int port() {
    return port;
  }

  @Override
  public void close() {
    await(vertx.close());
    directory.close();
  }

  private static Vertx vertx() {
    return Vertx.vertx(
        new VertxOptions()
            .setEventLoopPoolSize(1)
            .setWorkerPoolSize(2)
            // Nothing is served from files: no cache directory for them.
            .setFileSystemOptions(
                new FileSystemOptions()
                    .setClassPathResolvingEnabled(false)
                    .setFileCachingEnabled(false)));
  }

  private static <T> void await(Future<T> future) {
    try {
      future.toCompletionStage().toCompletableFuture().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException failed) {
      throw new ServerStartException(NAME + ": does not start or stop", failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new ServerStartException(NAME + ": interrupted", interrupted);
    }
  }
}
