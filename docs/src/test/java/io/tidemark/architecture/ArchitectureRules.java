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
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The rules for everything below one base package. A package that is not named here counts as core,
 * so that a new one starts under the strictest rule.
 */
record ArchitectureRules(String base) {
  private static final String[] APPLICATIONS = {"bank", "benchmarks", "documentation"};

  /** Programs of readers of the manual, which are not ours. */
  private static final String SAMPLES = "com.example..";

  /** The benchmarks measure beside what one would write by hand. */
  private static final String[] SQL = {
    "jdbc",
    "postgres",
    "projection.table",
    "projection.checkpoint",
    "projection.postgres",
    "benchmarks"
  };

  /** A handler of rows writes in the transaction of these, on its connection. */
  ArchRule sql_stays_with_the_database() {
    return noClasses()
        .that(not(in(SQL)))
        .and()
        .doNotHaveFullyQualifiedName("io.tidemark.reaction.ReactionHandler")
        .and()
        .doNotHaveFullyQualifiedName("io.tidemark.projection.RowStep$Call")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.sql..");
  }

  ArchRule data_sources_stay_at_the_doors() {
    return noClasses()
        .that(not(in(SQL)))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("javax.sql..");
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

  /** One line of the {@link ImportTable}; the root package may be imported by all. */
  ArchRule imports_only(String name, Set<String> others) {
    return classes()
        .that(are(Set.of(name)))
        .should()
        .onlyDependOnClassesThat(
            not(resideInAnyPackage(base + ".."))
                .or(resideInAnyPackage(base))
                .or(are(Set.of(name)))
                .or(are(others)))
        .as("%s imports nothing of ours but the root package and %s".formatted(name, others))
        .allowEmptyShould(true);
  }

  /** What the {@link ImportTable} does not name, and is no application, has an empty line there. */
  ArchRule packages_without_a_line_import_nothing_of_ours(Set<String> named) {
    return classes()
        .that(resideInAnyPackage(base + ".."))
        .and(not(resideInAnyPackage(base)))
        .and(not(are(named)))
        .and(not(in(APPLICATIONS)))
        .should(
            new DependencyCondition("import nothing of ours; see ImportTable") {
              @Override
              boolean allows(JavaClass origin, JavaClass target) {
                return !isOurs(target)
                    || target.getPackageName().equals(base)
                    || target.getPackageName().equals(origin.getPackageName());
              }
            })
        .allowEmptyShould(true);
  }

  ArchRule terminals_and_servers_know_nothing_of_ours() {
    return noClasses()
        .that(in("terminal", "embedded"))
        .should()
        .dependOnClassesThat(resideInAnyPackage(base + "..").and(not(in("terminal", "embedded"))));
  }

  ArchRule nothing_knows_an_application() {
    return noClasses().that(not(in(APPLICATIONS))).should().dependOnClassesThat(in(APPLICATIONS));
  }

  /**
   * The bank, the manual, its samples and the extensions live on what everybody may use.
   *
   * @param api full names of the types that are API
   * @param moduleOf the module of a package; in it everything may be used
   */
  ArchRule only_the_api_is_touched(Set<String> api, Function<String, String> moduleOf) {
    return classes()
        .that(
            in("bank", "documentation")
                .or(are(ImportTable.extensions()))
                .or(resideInAnyPackage(SAMPLES)))
        .should(
            new DependencyCondition("touch only what docs/reference/public-api.txt lists") {
              @Override
              boolean allows(JavaClass origin, JavaClass target) {
                return !isOurs(target)
                    || api.contains(outermost(target))
                    || moduleOf
                        .apply(target.getPackageName())
                        .equals(moduleOf.apply(origin.getPackageName()));
              }
            });
  }

  private boolean isOurs(JavaClass type) {
    return type.getName().startsWith(base + ".");
  }

  private static String outermost(JavaClass type) {
    return type.getName().replaceFirst("\\$.*", "");
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
        .that(not(in("benchmarks.micro"))) // JMH extends them
        .and()
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
    Set<String> others = new TreeSet<>(ImportTable.lines().keySet());
    others.removeAll(ImportTable.core());
    others.addAll(List.of(APPLICATIONS));
    return resideInAnyPackage(base + "..")
        .and(not(in(others.toArray(new String[0]))))
        .as("classes of the core");
  }

  /** Those in one of these packages, not in one below. */
  private DescribedPredicate<JavaClass> are(Set<String> packages) {
    return resideInAnyPackage(
        packages.stream().map(name -> base + "." + name).toArray(String[]::new));
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
