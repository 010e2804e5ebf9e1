// SPDX-License-Identifier: Apache-2.0
package dev.freshet.benchmarks;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final JavaClasses MODULE =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.freshet.benchmarks");

  @Test
  void shouldUseOfTheCacheWhatItsUsersUse() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.freshet.cache.fence..", "dev.freshet.testkit..")
        .check(MODULE);
  }

  @Test
  void shouldKeepSuitesApart() {
    slices()
        .matching("dev.freshet.benchmarks.(*)..")
        .should()
        .notDependOnEachOther()
        .ignoreDependency(
            DescribedPredicate.alwaysTrue(),
            resideInAnyPackage("dev.freshet.benchmarks.harness..", "dev.freshet.benchmarks.peers"))
        .check(MODULE);
  }
}
