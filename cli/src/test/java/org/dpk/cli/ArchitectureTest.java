package org.dpk.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "org.dpk.cli", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule CHAIN_AND_TLS_LIBRARIES_ARE_OTHERS_BUSINESS =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.web3j..", "org.bouncycastle..", "io.javalin..", "org.jdbi..");

  @ArchTest
  static final ArchRule ONLY_COMMANDS_KNOW_THE_PARSER =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.dpk.cli.internal.command..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("picocli..");

  @ArchTest
  static final ArchRule PACKAGES_HAVE_NO_CYCLES =
      slices().matching("org.dpk.cli.internal.(*)..").should().beFreeOfCycles();
}
