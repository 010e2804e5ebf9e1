// SPDX-License-Identifier: Apache-2.0
package dev.freshet.coordinator.http.warmup;

import dev.freshet.events.avro.MemberStatus;
import dev.freshet.events.avro.RegionLoading;
import dev.freshet.registry.MemberView;
import dev.freshet.registry.RegistrySnapshot;
import dev.freshet.rules.job.JobDefinition;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;

/**
 * Who can load a region now: members that are neither gone nor draining, those with the highest
 * priority first, then by name. Immutable.
 */
record Loaders(List<Loader> all) {
  private static final Comparator<Loader> FIRST =
      Comparator.comparingInt((Loader loader) -> loader.how().getPriority())
          .reversed()
          .thenComparing(Loader::service);

  /** A member of a service, and how it loads. */
  record Loader(String service, RegionLoading how) {}

  Loaders {
    all = List.copyOf(all);
  }

  static Loaders of(String region, RegistrySnapshot members) {
    return new Loaders(
        members
            .live()
            .filter(member -> member.entry().getState() != MemberStatus.DRAINING)
            .flatMap(
                member ->
                    capabilities(member).stream()
                        .filter(RegionLoading.class::isInstance)
                        .map(RegionLoading.class::cast)
                        .filter(loading -> loading.getRegion().equals(region))
                        .map(loading -> new Loader(member.id().service(), loading)))
            .sorted(FIRST)
            .toList());
  }

  private static List<Object> capabilities(MemberView member) {
    return member.entry().getRegistration().getCapabilities();
  }

  /** The service whose workers would do a run now. */
  Optional<String> service() {
    return all.stream().findFirst().map(Loader::service);
  }

  /** How many keys a second a run may load: the least that the job and the service allow. */
  OptionalDouble keysPerSecond(JobDefinition job) {
    String service = service().orElse("");
    DoubleStream declared =
        all.stream()
            .filter(loader -> loader.service().equals(service))
            .flatMap(loader -> loader.how().getRatePerSecond().stream())
            .mapToDouble(Double::doubleValue);
    long own = job.work().keysPerSecond();
    return DoubleStream.concat(
            declared, own > 0 ? DoubleStream.of((double) own) : DoubleStream.empty())
        .min();
  }
}
