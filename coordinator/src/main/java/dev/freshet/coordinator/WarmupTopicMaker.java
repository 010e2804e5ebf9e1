// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator;

import dev.freshet.events.topics.TopicSizing;
import dev.freshet.events.topics.Topics;
import dev.freshet.events.topics.WarmupTopics;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the topics of services' warm-up tasks, on a thread of its own. What fails is tried again
 * until it succeeds: runs wait meanwhile, and say so. Safe for any thread; {@link #close} does not
 * wait.
 */
final class WarmupTopicMaker implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WarmupTopicMaker.class);
  private static final Duration PAUSE = Duration.ofSeconds(5);

  private final Admin admin;
  private final Topics topics;
  private final TopicSizing sizing;
  private final Set<String> wanted = ConcurrentHashMap.newKeySet();
  private final Set<String> ready = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread made = new Thread(task, "freshet-warmup-topics");
            made.setDaemon(true);
            return made;
          });

  /** Makes none yet; {@code admin} stays the caller's. */
  WarmupTopicMaker(Admin admin, Topics topics, TopicSizing sizing) {
    this.admin = admin;
    this.topics = topics;
    this.sizing = sizing;
  }

  /** The services whose topics are there. */
  Set<String> ready() {
    return Set.copyOf(ready);
  }

  /** Begins to make the topics of a service, unless they are there or being made. */
  void want(String service) {
    if (!ready.contains(service) && wanted.add(service)) {
      thread.execute(() -> make(service));
    }
  }

  private void make(String service) {
    try {
      WarmupTopics.ensure(admin, topics, sizing, service);
      ready.add(service);
      LOG.info("Topics of warm-up tasks are there: service={}", service);
    } catch (RuntimeException e) {
      if (thread.isShutdown()) {
        LOG.debug("Topics of warm-up tasks not made, closing: service={}", service, e);
        return;
      }
      LOG.warn("Topics of warm-up tasks not made, tried again soon: service={}", service, e);
      Future<?> unused =
          thread.schedule(() -> make(service), PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
