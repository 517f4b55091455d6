package io.tidemark.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaModifier.ABSTRACT;
import static com.tngtech.archunit.core.domain.JavaModifier.FINAL;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;

/**
 * The rules for everything below one base package. A package that is not named here counts as core,
 * so that a new one starts under the strictest rule.
 */
record ArchitectureRules(String base) {

  ArchRule sql_stays_in_three_packages() {
    return noClasses()
        .that(not(in("jdbc", "postgres", "projection.postgres")))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.sql..", "javax.sql..");
  }

  ArchRule core_knows_only_the_jdk_annotations_and_logging() {
    return classes()
        .that(areCore())
        .and(not(in("codec")))
        .should()
        .onlyDependOnClassesThat(
            areCore().or(resideInAnyPackage("java..", "org.slf4j..", "org.jspecify..")));
  }

  ArchRule the_codec_adds_only_jackson() {
    return classes()
        .that(in("codec"))
        .should()
        .onlyDependOnClassesThat(
            areCore()
                .or(
                    resideInAnyPackage(
                        "java..",
                        "org.slf4j..",
                        "org.jspecify..",
                        "tools.jackson..",
                        "com.fasterxml.jackson.annotation..")));
  }

  ArchRule the_store_does_not_know_projections() {
    return noClasses()
        .that(in("jdbc", "postgres", "embedded"))
        .should()
        .dependOnClassesThat(in("projection", "readmodel", "replay", "row"));
  }

  ArchRule nothing_knows_the_bank() {
    return noClasses().that(not(in("bank"))).should().dependOnClassesThat(in("bank"));
  }

  ArchRule packages_form_no_cycle() {
    return slices().assignedFrom(onePackagePerSlice()).should().beFreeOfCycles();
  }

  ArchRule packages_are_named_after_concepts() {
    return noClasses()
        .should()
        .resideInAnyPackage(
            "..util..", "..impl..", "..internal..", "..common..", "..model..", "..service..");
  }

  ArchRule public_classes_are_final() {
    return classes()
        .that()
        .arePublic()
        .and()
        .areNotInterfaces()
        .and()
        .areNotEnums()
        .and()
        .areNotRecords()
        .and()
        .doNotHaveModifier(ABSTRACT)
        .and(not(assignableTo(Throwable.class)))
        .should()
        .haveModifier(FINAL);
  }

  private DescribedPredicate<JavaClass> areCore() {
    return resideInAnyPackage(base + "..")
        .and(
            not(
                in(
                    "jdbc",
                    "postgres",
                    "embedded",
                    "projection",
                    "readmodel",
                    "replay",
                    "row",
                    "bank")))
        .as("classes of the core");
  }

  private DescribedPredicate<JavaClass> in(String... packages) {
    String[] patterns = new String[packages.length];
    for (int i = 0; i < packages.length; i++) {
      patterns[i] = base + "." + packages[i] + "..";
    }
    return resideInAnyPackage(patterns);
  }

  private static SliceAssignment onePackagePerSlice() {
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
