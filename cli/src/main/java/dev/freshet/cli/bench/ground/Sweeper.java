// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cli.bench.ground;

import dev.freshet.cli.CommandFailure;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.GroupType;
import org.apache.kafka.common.KafkaFuture;

/**
 * Deletes the topics, groups and subjects of an environment, all of which begin with its name. For
 * one thread; blocks, also in a thread that was interrupted, for half a minute at most.
 */
final class Sweeper implements AutoCloseable {
  private static final int TIMEOUT_SECONDS = 10;

  private final Servers servers;
  private final String environment;

  Sweeper(Servers servers, String environment) {
    this.servers = servers;
    this.environment = environment;
  }

  @Override
  public void close() {
    // Whoever was told to stop must not leave topics behind.
    boolean interrupted = Thread.interrupted();
    try (Admin admin = Admin.create(servers.kafkaClient())) {
      deleteGroups(admin);
      Collection<String> topics = ours(await(admin.listTopics().names()), String::toString);
      await(admin.deleteTopics(topics).all());
      Subjects.delete(servers.registry(), this::isOurs);
    } catch (ExecutionException | TimeoutException | InterruptedException e) {
      interrupted |= e instanceof InterruptedException;
      throw new CommandFailure(
          "bench: not all of environment %s was removed: %s; delete the topics and groups whose names begin with it"
              .formatted(environment, e.getCause() == null ? e : e.getCause()),
          e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void deleteGroups(Admin admin)
      throws ExecutionException, TimeoutException, InterruptedException {
    for (GroupListing group : ours(await(admin.listGroups().all()), GroupListing::groupId)) {
      List<String> id = List.of(group.groupId());
      if (group.type().filter(GroupType.SHARE::equals).isPresent()) {
        await(admin.deleteShareGroups(id).all());
      } else {
        removeMembers(admin, group);
        await(admin.deleteConsumerGroups(id).all());
      }
    }
  }

  /** A member that has gone is missed only after its session's timeout. */
  private static void removeMembers(Admin admin, GroupListing group)
      throws ExecutionException, TimeoutException, InterruptedException {
    if (group.groupState().filter(GroupState.EMPTY::equals).isEmpty()) {
      var all = new RemoveMembersFromConsumerGroupOptions();
      await(admin.removeMembersFromConsumerGroup(group.groupId(), all).all());
    }
  }

  private <T> List<T> ours(Collection<T> all, Function<T, String> name) {
    return all.stream().filter(each -> isOurs(name.apply(each))).toList();
  }

  private boolean isOurs(String name) {
    return name.startsWith(environment + ".") || name.startsWith(environment + "-");
  }

  private static <T> T await(KafkaFuture<T> answer)
      throws ExecutionException, TimeoutException, InterruptedException {
    return answer.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
  }
}
