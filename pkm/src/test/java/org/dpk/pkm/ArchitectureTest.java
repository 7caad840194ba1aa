package org.dpk.pkm;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows of this module. */
@AnalyzeClasses(
    packages = "org.dpk",
    importOptions = {ImportOption.DoNotIncludeTests.class})
class ArchitectureTest {

  private static final String ROOT = "org.dpk.pkm";

  @ArchTest
  static final ArchRule THE_PKM_USES_THESE_PARTS_OF_THE_PROVIDER =
      classes()
          .that()
          .resideInAPackage(ROOT + "..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              ROOT + "..",
              "org.dpk.provider",
              "org.dpk.provider.internal.agreement",
              "org.dpk.provider.internal.enrol",
              "org.dpk.provider.internal.ethereum",
              "org.dpk.provider.internal.identity",
              "org.dpk.provider.internal.nsl",
              "org.dpk.provider.internal.record",
              "org.dpk.provider.internal.registry",
              "org.dpk.psk",
              "java..",
              "javax.net.ssl..",
              "org.slf4j..",
              "org.jspecify..",
              "com.fasterxml.jackson..",
              "io.javalin..",
              "jakarta.servlet..",
              "kotlin..",
              "org.eclipse.jetty..",
              "org.flywaydb..",
              "org.jdbi..",
              "org.sqlite..");

  @ArchTest
  static final ArchRule ONLY_THE_WEB_KNOWS_HTTP =
      noClasses()
          .that()
          .resideInAPackage(ROOT + "..")
          .and()
          .resideOutsideOfPackage(ROOT + ".internal.web")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.javalin..", "org.eclipse.jetty..", "jakarta.servlet..");

  @ArchTest
  static final ArchRule ONLY_THE_STORE_KNOWS_WHICH_DATA_BASE_IT_IS =
      noClasses()
          .that()
          .resideInAPackage(ROOT + "..")
          .and()
          .resideOutsideOfPackage(ROOT + ".internal.store")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.sqlite..", "org.flywaydb..");

  @ArchTest
  static final ArchRule NOBODY_BELOW_KNOWS_THE_PKM =
      noClasses()
          .that()
          .resideInAnyPackage("org.dpk.provider..", "org.dpk.psk..", "org.dpk.contracts..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(ROOT + "..");

  @ArchTest
  static final ArchRule NO_PACKAGE_CYCLES =
      slices().matching(ROOT + ".internal.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule THE_INTERNALS_DO_NOT_KNOW_WHO_PUTS_THEM_TOGETHER =
      noClasses()
          .that()
          .resideInAPackage(ROOT + ".internal..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(ROOT);
}
