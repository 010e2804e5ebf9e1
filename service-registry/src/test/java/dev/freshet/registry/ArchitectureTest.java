// SPDX-License-Identifier: Apache-2.0
package dev.freshet.registry;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final JavaClasses MODULE =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.freshet.registry");

  @Test
  void shouldKnowNoStreamsAndNoHttp() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.kafka.streams..", "io.vertx..", "java.net.http..")
        .check(MODULE);
  }

  @Test
  void shouldLeaveKafkaToItsEdges() {
    noClasses()
        .that()
        .resideOutsideOfPackages("dev.freshet.registry.client..", "dev.freshet.registry.view..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.apache.kafka..")
        .check(MODULE);
  }
}
