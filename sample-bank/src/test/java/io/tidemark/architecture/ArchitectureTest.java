package io.tidemark.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Holds the rules against the compiled main classes and the sources of all modules. */
class ArchitectureTest {
  /** Surefire starts in the module, an IDE may start in the root. */
  private static final Path ROOT =
      Path.of("").toAbsolutePath().endsWith("sample-bank") ? Path.of("..") : Path.of("");

  private static final ArchitectureRules RULES = new ArchitectureRules("io.tidemark");
  private static final SourceTree SOURCES = new SourceTree(ROOT);

  private static JavaClasses classes;

  @BeforeAll
  static void read_the_main_classes_of_all_modules() {
    List<Path> compiled =
        SOURCES.modules().stream()
            .filter(module -> !module.equals("benchmarks")) // compiled after this module
            .map(module -> ROOT.resolve(module).resolve("target/classes"))
            .toList();
    assertThat(compiled).allSatisfy(path -> assertThat(path).isNotEmptyDirectory());
    classes = new ClassFileImporter().importPaths(compiled);
  }

  @Test
  void sql_stays_in_three_packages() {
    RULES.sql_stays_in_three_packages().check(classes);
  }

  @Test
  void core_knows_only_the_jdk_annotations_and_logging() {
    RULES.core_knows_only_the_jdk_annotations_and_logging().check(classes);
  }

  @Test
  void the_codec_adds_only_jackson() {
    RULES.the_codec_adds_only_jackson().check(classes);
  }

  @Test
  void the_store_does_not_know_projections() {
    RULES.the_store_does_not_know_projections().check(classes);
  }

  @Test
  void nothing_knows_the_bank() {
    RULES.nothing_knows_the_bank().check(classes);
  }

  @Test
  void packages_form_no_cycle() {
    RULES.packages_form_no_cycle().check(classes);
  }

  @Test
  void packages_are_named_after_concepts() {
    RULES.packages_are_named_after_concepts().check(classes);
  }

  @Test
  void public_classes_are_final() {
    RULES.public_classes_are_final().check(classes);
  }

  @Test
  void no_package_stands_in_two_modules() {
    assertThat(SOURCES.packagesInSeveralModules()).isEmpty();
  }

  @Test
  void no_main_file_has_more_than_400_lines() {
    assertThat(SOURCES.mainFilesLongerThan(400)).isEmpty();
  }

  @Test
  void every_main_package_is_null_marked() {
    assertThat(SOURCES.mainPackagesNotNullMarked()).isEmpty();
  }

  @Test
  void every_public_type_has_a_comment() {
    assertThat(SOURCES.publicTypesWithoutComment()).isEmpty();
  }

  @Test
  void the_sources_of_all_modules_are_seen() {
    assertThat(SOURCES.modules()).contains("es-core", "es-jdbc-store", "es-projections");
  }
}
