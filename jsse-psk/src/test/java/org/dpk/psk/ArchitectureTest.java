package org.dpk.psk;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.codeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.HashSet;
import java.util.Set;

/** The arrows of this module. */
@AnalyzeClasses(packages = "org.dpk.psk", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String[] EXPORTED = {
    "org.dpk.psk",
    "org.dpk.psk.bctls",
    "org.dpk.psk.jdbc",
    "org.dpk.psk.jetty",
    "org.dpk.psk.kafka",
    "org.dpk.psk.spring",
    "org.dpk.psk.standalone",
    "org.dpk.psk.tomcat"
  };

  @ArchTest
  static final ArchRule BCTLS_HAS_TWO_PLACES =
      noClasses()
          .that(not(resideInAnyPackage("org.dpk.psk.bctls", "org.dpk.psk.internal.tls")))
          .should()
          .dependOnClassesThat(resideInAPackage("org.bouncycastle.tls.."));

  @ArchTest
  static final ArchRule JETTY_HAS_ONE_PLACE =
      noClasses()
          .that(not(resideInAPackage("org.dpk.psk.jetty")))
          .should()
          .dependOnClassesThat(resideInAPackage("org.eclipse.jetty.."));

  @ArchTest
  static final ArchRule TOMCAT_HAS_ONE_PLACE =
      noClasses()
          .that(not(resideInAPackage("org.dpk.psk.tomcat")))
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                  "org.apache.tomcat..", "org.apache.catalina..", "org.apache.coyote.."));

  @ArchTest
  static final ArchRule SPRING_HAS_ONE_PLACE =
      noClasses()
          .that(not(resideInAPackage("org.dpk.psk.spring")))
          .should()
          .dependOnClassesThat(resideInAPackage("org.springframework.."));

  @ArchTest
  static final ArchRule KAFKA_HAS_ONE_PLACE =
      noClasses()
          .that(not(resideInAPackage("org.dpk.psk.kafka")))
          .should()
          .dependOnClassesThat(resideInAPackage("org.apache.kafka.."));

  @ArchTest
  static final ArchRule WHAT_IS_EXPORTED_SHOWS_NOTHING_INTERNAL =
      codeUnits()
          .that()
          .areDeclaredInClassesThat(resideInAnyPackage(EXPORTED))
          .and(areForOthers())
          .should(showOnly(not(resideInAPackage("..internal.."))));

  @ArchTest
  static final ArchRule NO_CYCLE_BETWEEN_PACKAGES =
      slices().assignedFrom(packages()).should().beFreeOfCycles();

  private static <T> DescribedPredicate<T> not(DescribedPredicate<T> predicate) {
    return DescribedPredicate.not(predicate);
  }

  private static DescribedPredicate<JavaCodeUnit> areForOthers() {
    return DescribedPredicate.describe(
        "are public or protected in a public class",
        unit ->
            unit.getOwner().getModifiers().contains(JavaModifier.PUBLIC)
                && (unit.getModifiers().contains(JavaModifier.PUBLIC)
                    || unit.getModifiers().contains(JavaModifier.PROTECTED)));
  }

  private static ArchCondition<JavaCodeUnit> showOnly(DescribedPredicate<JavaClass> allowed) {
    return new ArchCondition<>("show only types that " + allowed.getDescription()) {
      @Override
      public void check(JavaCodeUnit unit, ConditionEvents events) {
        for (JavaClass shown : typesOf(unit)) {
          String message = unit.getFullName() + " shows " + shown.getName();
          events.add(new SimpleConditionEvent(unit, allowed.test(shown), message));
        }
      }
    };
  }

  private static Set<JavaClass> typesOf(JavaCodeUnit unit) {
    Set<JavaClass> types = new HashSet<>(unit.getReturnType().getAllInvolvedRawTypes());
    unit.getParameterTypes().forEach(type -> types.addAll(type.getAllInvolvedRawTypes()));
    types.addAll(unit.getExceptionTypes());
    return types;
  }

  private static SliceAssignment packages() {
    return new SliceAssignment() {
      @Override
      public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
        return SliceIdentifier.of(javaClass.getPackageName());
      }

      @Override
      public String getDescription() {
        return "packages";
      }
    };
  }
}
