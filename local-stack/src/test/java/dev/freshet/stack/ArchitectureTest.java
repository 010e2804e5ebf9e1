// SPDX-License-Identifier: Apache-2.0
package dev.freshet.stack;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

  private final JavaClasses classes =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.freshet");

  @Test
  void shouldKnowServersAndNothingOfFreshet() {
    classes()
        .that()
        .resideInAPackage("dev.freshet.stack..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "dev.freshet.stack..",
            "java..",
            "kafka.server..",
            "org.apache.kafka..",
            "redis.embedded..",
            "io.confluent.kafka.schemaregistry..",
            "io.vertx..",
            "org.slf4j..",
            "org.jspecify..")
        .check(classes);
  }
}
