package org.dpk.provider;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.security.KeyStoreSpi;
import java.security.Provider;
import javax.net.ssl.KeyManagerFactorySpi;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactorySpi;

/** The arrows of this module. */
@AnalyzeClasses(
    packages = "org.dpk",
    importOptions = {ImportOption.DoNotIncludeTests.class})
class ArchitectureTest {

  private static final String ROOT = "org.dpk.provider";
  private static final String ETHEREUM = ROOT + ".internal.ethereum..";

  @ArchTest
  static final ArchRule WEB3J_STAYS_WHERE_THE_CHAIN_IS =
      noClasses()
          .that()
          .resideOutsideOfPackages("org.dpk.contracts..", ETHEREUM)
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.web3j..");

  @ArchTest
  static final ArchRule PAIRINGS_HAVE_ONE_PLACE =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + ".internal.bls")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("supranational.blst..", "org.bouncycastle.crypto.bls..");

  @ArchTest
  static final ArchRule NATIVE_CODE_HAS_ONE_CLASS =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName(ROOT + ".internal.bls.JblstArithmetic")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("supranational.blst..");

  @ArchTest
  static final ArchRule WHAT_VERIFIES_ASKS_NOBODY =
      noClasses()
          .that()
          .resideInAnyPackage(
              ROOT + ".internal.proof", ROOT + ".internal.consensus", ROOT + ".internal.bls")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.net..", "java.nio.file..", "java.util.concurrent", "okhttp3..");

  @ArchTest
  static final ArchRule SOCKETS_HAVE_FEW_PLACES =
      noClasses()
          .that()
          .resideInAPackage(ROOT + "..")
          .and()
          .resideOutsideOfPackages(ETHEREUM, ROOT + ".internal.beacon")
          .and()
          .doNotHaveFullyQualifiedName(ROOT + ".internal.light.RecordMirror")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("okhttp3..");

  @ArchTest
  static final ArchRule THE_PROVIDER_KNOWS_NO_BCTLS =
      noClasses()
          .that()
          .resideInAPackage(ROOT + "..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.bouncycastle.tls..");

  @ArchTest
  static final ArchRule THE_ROOT_STANDS_ON_NO_OTHER_PACKAGE =
      noClasses()
          .that()
          .resideInAPackage(ROOT)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(ROOT + ".internal..");

  @ArchTest
  static final ArchRule SPI_CLASSES_NEVER_TOUCH_THE_CHAIN =
      noClasses()
          .that()
          .areAssignableTo(KeyStoreSpi.class)
          .or()
          .areAssignableTo(KeyManagerFactorySpi.class)
          .or()
          .areAssignableTo(TrustManagerFactorySpi.class)
          .or()
          .areAssignableTo(TrustManager.class)
          .or()
          .areAssignableTo(SSLContextSpi.class)
          .or()
          .areAssignableTo(Provider.class)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(ETHEREUM);

  @ArchTest
  static final ArchRule WHAT_AN_APPLICATION_TYPES_SHOWS_NO_INTERNALS =
      noClasses()
          .that()
          .resideInAPackage(ROOT)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.web3j..", "org.bouncycastle..", "org.dpk.contracts..");

  @ArchTest
  static final ArchRule THE_CONTRACTS_KNOW_NOBODY =
      noClasses()
          .that()
          .resideInAPackage("org.dpk.contracts..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(ROOT + "..", "org.dpk.psk..");

  @ArchTest
  static final ArchRule TLS_KNOWS_NO_BLOCKCHAIN =
      noClasses()
          .that()
          .resideInAPackage("org.dpk.psk..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(ROOT + "..", "org.dpk.contracts..", "org.web3j..");

  @ArchTest
  static final ArchRule NO_CYCLES =
      slices().matching("org.dpk.provider.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule EVERYTHING_ELSE_IS_INTERNAL =
      classes()
          .that()
          .resideInAPackage(ROOT + "..")
          .should()
          .resideInAnyPackage(ROOT, ROOT + ".internal..");
}
