package io.tidemark.architecture;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule must fail on a planted violation, or it guards nothing. */
class ArchitectureRulesTest {
  private static final String PLANTED = "io.tidemark.architecture.violations";
  private static final JavaClasses CLASSES = new ClassFileImporter().importPackages(PLANTED);
  private static final ArchitectureRules RULES = new ArchitectureRules(PLANTED);

  /** A rule, and the planted class that breaks it. */
  static Stream<Arguments> rules() {
    return Stream.of(
        Arguments.of(RULES.sql_stays_with_the_database(), "bank.Teller"),
        Arguments.of(RULES.data_sources_stay_at_the_doors(), "bank.Teller"),
        Arguments.of(
            RULES.core_knows_only_the_jdk_annotations_and_logging(), "store.Log.foreignLibrary"),
        Arguments.of(
            RULES.core_knows_only_the_jdk_annotations_and_logging(), "store.Log.laterModule"),
        Arguments.of(RULES.the_codec_adds_only_jackson(), "codec.Decoder"),
        Arguments.of(RULES.imports_only("postgres", Set.of("jdbc")), "postgres.Table"),
        Arguments.of(RULES.imports_only("store", Set.of()), "store.Log"),
        Arguments.of(
            RULES.packages_without_a_line_import_nothing_of_ours(ImportTable.lines().keySet()),
            "novelty.Thing"),
        Arguments.of(RULES.terminals_and_servers_know_nothing_of_ours(), "terminal.Screen"),
        Arguments.of(RULES.nothing_knows_an_application(), "projection.Balances"),
        Arguments.of(RULES.only_the_api_is_touched(Set.of(), name -> name), "bank.Teller"),
        Arguments.of(RULES.packages_form_no_cycle(), "projection.Balances"),
        Arguments.of(RULES.packages_are_named_after_concepts(), "util.Strings"),
        Arguments.of(RULES.public_classes_are_final(), "util.Strings"));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void a_planted_violation_is_found(ArchRule rule, String culprit) {
    assertFinds(rule, CLASSES, culprit);
  }

  @ParameterizedTest
  @MethodSource("rules")
  void a_violation_in_a_module_below_extensions_is_found(
      ArchRule rule, String culprit, @TempDir Path root) throws IOException {
    write(
        root,
        "pom.xml",
        "<project><modules><module>extensions/es-new</module></modules></project>");
    write(root, "extensions/es-new/pom.xml", "<project/>");
    Files.createDirectories(root.resolve("extensions/es-new/src/main/java"));
    copyPlantedClassesTo(root.resolve("extensions/es-new/target/classes"));

    SourceTree sources = new SourceTree(Reactor.of(root));

    assertFinds(rule, new ClassFileImporter().importPaths(sources.compiled()), culprit);
  }

  @Test
  void a_sample_that_touches_what_is_not_api_is_found() {
    JavaClasses sample =
        new ClassFileImporter().importPackages("com.example.violations", PLANTED + ".projection");
    ArchRule rule = RULES.only_the_api_is_touched(Set.of(), name -> name);
    assertThatThrownBy(() -> rule.check(sample))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("com.example.violations.Buyer");
    RULES
        .only_the_api_is_touched(Set.of(PLANTED + ".projection.Balances"), name -> name)
        .check(sample);
  }

  @Test
  void what_a_line_allows_and_what_is_api_passes() {
    RULES.imports_only("postgres", Set.of("projection")).check(CLASSES);
    RULES.imports_only("nothing.there", Set.of()).check(CLASSES);
    RULES
        .only_the_api_is_touched(
            Set.of(PLANTED + ".projection.Balances", PLANTED + ".util.Strings"), name -> name)
        .check(CLASSES);
    RULES.only_the_api_is_touched(Set.of(), name -> "one module").check(CLASSES);
  }

  private static void assertFinds(ArchRule rule, JavaClasses classes, String culprit) {
    assertThatThrownBy(() -> rule.check(classes))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(PLANTED + "." + culprit);
  }

  private static void copyPlantedClassesTo(Path directory) throws IOException {
    for (JavaClass planted : CLASSES) {
      Path file = directory.resolve(planted.getName().replace('.', '/') + ".class");
      Files.createDirectories(file.getParent());
      try (InputStream bytes = planted.getSource().orElseThrow().getUri().toURL().openStream()) {
        Files.copy(bytes, file);
      }
    }
  }

  private static void write(Path root, String file, String text) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }
}
