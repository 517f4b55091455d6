package io.tidemark.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the rules against the compiled classes and the sources of all modules. */
class ArchitectureTest {
  private static final Path ROOT = Checkout.root();
  private static final String BASE = "io.tidemark";
  private static final ArchitectureRules RULES = new ArchitectureRules(BASE);
  private static final SourceTree SOURCES = new SourceTree(Reactor.of(ROOT));

  private static JavaClasses classes;
  private static JavaClasses classesAndManual;

  @BeforeAll
  static void read_the_classes_of_all_modules() {
    List<Path> compiled = SOURCES.compiled();
    assertThat(compiled).allSatisfy(path -> assertThat(path).isNotEmptyDirectory());
    classes = new ClassFileImporter().importPaths(compiled);
    List<Path> withManual = new ArrayList<>(compiled);
    withManual.add(ROOT.resolve("docs/target/test-classes/io/tidemark/documentation"));
    classesAndManual = new ClassFileImporter().importPaths(withManual);
  }

  @Test
  void sql_stays_with_the_database() {
    RULES.sql_stays_with_the_database().check(classes);
  }

  @Test
  void data_sources_stay_at_the_doors() {
    RULES.data_sources_stay_at_the_doors().check(classes);
  }

  @Test
  void core_knows_only_the_jdk_annotations_and_logging() {
    RULES.core_knows_only_the_jdk_annotations_and_logging().check(classes);
  }

  @Test
  void the_codec_adds_only_jackson() {
    RULES.the_codec_adds_only_jackson().check(classes);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("lines")
  void a_package_imports_what_its_line_says(String name, Set<String> others) {
    RULES.imports_only(name, others).check(classes);
  }

  static Stream<Arguments> lines() {
    return ImportTable.lines().entrySet().stream()
        .map(line -> Arguments.of(line.getKey(), line.getValue()));
  }

  @Test
  void a_package_is_there_for_each_line_that_is_not_planned() {
    Set<String> lines = new TreeSet<>(ImportTable.lines().keySet());
    assertThat(lines).containsAll(ImportTable.planned());
    lines.removeAll(ImportTable.planned());
    assertThat(lines)
        .allSatisfy(name -> assertThat(classes.containPackage(BASE + "." + name)).isTrue());
    assertThat(ImportTable.planned())
        .as("planned, so not there yet")
        .allSatisfy(name -> assertThat(classes.containPackage(BASE + "." + name)).isFalse());
  }

  @Test
  void packages_without_a_line_import_nothing_of_ours() {
    RULES
        .packages_without_a_line_import_nothing_of_ours(ImportTable.lines().keySet())
        .check(classes);
  }

  @Test
  void terminals_and_servers_know_nothing_of_ours() {
    RULES.terminals_and_servers_know_nothing_of_ours().check(classes);
  }

  @Test
  void nothing_knows_an_application() {
    RULES.nothing_knows_an_application().check(classes);
  }

  @Test
  void the_bank_the_manual_its_samples_and_the_extensions_touch_only_the_api() {
    Map<String, String> modules = new TreeMap<>();
    SOURCES.mainFiles().forEach(file -> modules.put(file.packageName(), file.module()));
    modules.values().removeIf("docs"::equals); // one module with its tests
    RULES
        .only_the_api_is_touched(
            new PublicApi(SOURCES).types(), name -> modules.getOrDefault(name, "tests"))
        .check(classesAndManual);
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
  void no_package_has_more_than_25_files() {
    assertThat(SOURCES.mainPackagesLargerThan(25)).isEmpty();
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
  void packages_that_are_not_api_are_left_out_of_the_javadoc() {
    List<String> leftOut =
        Stream.of(SOURCES.reactor().rootProperty("packages.not.api").split(":"))
            .filter(name -> !name.isBlank())
            .map(String::strip)
            .toList();
    assertThat(leftOut)
        .as("packages.not.api in the root pom: packages whose comment says 'Not API'")
        .containsExactlyInAnyOrderElementsOf(new PublicApi(SOURCES).closedPackages());
  }

  @Test
  void the_sources_of_all_modules_are_seen() {
    assertThat(SOURCES.modules())
        .contains("es-core", "es-projections", "extensions/es-admin", "sample-bank", "benchmarks")
        .contains("docs/samples/warehouse", "docs/samples/shop", "docs/samples/tram");
  }
}
