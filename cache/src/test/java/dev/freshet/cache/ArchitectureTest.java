// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final JavaClasses MODULE =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.freshet.cache");

  @Test
  void shouldDependOnNothingOfFreshetButTheValues() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "dev.freshet.cache..",
            "dev.freshet.events.values",
            "java..",
            "org.jspecify..",
            "org.slf4j..",
            "com.github.benmanes.caffeine..",
            "com.google.common..",
            "com.dynatrace.hash4j..",
            "com.fasterxml.jackson..",
            "io.github.resilience4j..",
            "com.github.luben.zstd..",
            "com.google.protobuf..",
            "io.lettuce..",
            "io.micrometer..",
            "net.jpountz.lz4..",
            "org.apache.avro..",
            "org.msgpack..",
            "org.xerial.snappy..")
        .check(MODULE);
  }

  @Test
  void shouldTouchEachOptionalLibraryInOneClassAlone() {
    Map.of(
            "com.github.luben.zstd..", "ZstdCompressor",
            "com.google.protobuf..", "ProtobufCodec",
            "net.jpountz.lz4..", "Lz4Compressor",
            "org.apache.avro..", "AvroRecordCodec",
            "org.msgpack..", "MessagePackCodec",
            "org.xerial.snappy..", "SnappyCompressor")
        .forEach(
            (library, user) ->
                noClasses()
                    .that()
                    .haveNameNotMatching(".*\\." + user + "(\\$.*)?")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage(library)
                    .check(MODULE));
  }

  @Test
  void shouldKeepTheFenceFreeOfStoresCodecsAndMeters() {
    noClasses()
        .that()
        .resideInAPackage("dev.freshet.cache.fence")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.freshet.cache",
            "dev.freshet.cache.codec",
            "dev.freshet.cache.compression",
            "dev.freshet.cache.store",
            "io.github.resilience4j..",
            "io.lettuce..",
            "io.micrometer..")
        .check(MODULE);
  }

  @Test
  void shouldUseLettuceAndResilience4jInTheStoresAlone() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.freshet.cache.store")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.lettuce..", "io.github.resilience4j..")
        .check(MODULE);
  }

  @Test
  void shouldBuildProxiesOnRegionsAlone() {
    classes()
        .that()
        .resideInAPackage("dev.freshet.cache.proxy")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "dev.freshet.cache.proxy",
            "dev.freshet.cache",
            "dev.freshet.events.values",
            "java..",
            "org.jspecify..")
        .check(MODULE);
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.freshet.cache.proxy")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.freshet.cache.proxy")
        .check(MODULE);
  }

  @Test
  void shouldDecideAboutTimeWithoutKnowingWhereValuesAre() {
    noClasses()
        .that()
        .resideInAPackage("dev.freshet.cache.time")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.freshet.cache.fence",
            "dev.freshet.cache.l1",
            "dev.freshet.cache.region",
            "dev.freshet.cache.store")
        .check(MODULE);
  }

  @Test
  void shouldKeepTheLevelsFreeOfRegions() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "dev.freshet.cache.envelope", "dev.freshet.cache.l1", "dev.freshet.cache.store")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.freshet.cache.region")
        .check(MODULE);
  }
}
