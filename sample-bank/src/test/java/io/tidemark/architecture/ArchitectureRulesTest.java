package io.tidemark.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each rule must fail on a planted violation, or it guards nothing. */
class ArchitectureRulesTest {
  private static final String PLANTED = "io.tidemark.architecture.violations";
  private static final JavaClasses CLASSES = new ClassFileImporter().importPackages(PLANTED);
  private static final ArchitectureRules RULES = new ArchitectureRules(PLANTED);

  @TempDir Path root;

  @Test
  void sql_in_the_bank_is_found() {
    assertFinds(RULES.sql_stays_in_three_packages(), "bank.Teller");
  }

  @Test
  void a_foreign_library_in_the_core_is_found() {
    assertFinds(
        RULES.core_knows_only_the_jdk_annotations_and_logging(), "store.Log.foreignLibrary");
  }

  @Test
  void a_core_class_that_knows_the_store_is_found() {
    assertFinds(RULES.core_knows_only_the_jdk_annotations_and_logging(), "store.Log.laterModule");
  }

  @Test
  void a_codec_that_knows_another_library_is_found() {
    assertFinds(RULES.the_codec_adds_only_jackson(), "codec.Decoder");
  }

  @Test
  void a_store_that_knows_a_projection_is_found() {
    assertFinds(RULES.the_store_does_not_know_projections(), "postgres.Table");
  }

  @Test
  void a_projection_that_knows_the_bank_is_found() {
    assertFinds(RULES.nothing_knows_the_bank(), "projection.Balances");
  }

  @Test
  void a_cycle_of_packages_is_found() {
    assertFinds(RULES.packages_form_no_cycle(), "projection.Balances");
  }

  @Test
  void a_drawer_package_is_found() {
    assertFinds(RULES.packages_are_named_after_concepts(), "util.Strings");
  }

  @Test
  void an_open_public_class_is_found() {
    assertFinds(RULES.public_classes_are_final(), "util.Strings");
  }

  @Test
  void a_package_in_two_modules_is_found() throws IOException {
    write("a/src/main/java/p/One.java", List.of());
    write("b/src/test/java/p/Two.java", List.of());
    write("b/src/test/java/q/Three.java", List.of());

    assertThat(new SourceTree(root).packagesInSeveralModules().keySet()).isEqualTo(Set.of("p"));
  }

  @Test
  void a_long_file_is_found() throws IOException {
    write("a/src/main/java/p/Long.java", List.of("1", "2", "3"));
    write("a/src/main/java/p/Short.java", List.of("1", "2"));

    assertThat(new SourceTree(root).mainFilesLongerThan(2)).containsExactly("a/p/Long.java (3)");
  }

  @Test
  void a_package_that_is_not_null_marked_is_found() throws IOException {
    write("a/src/main/java/none/One.java", List.of());
    write("a/src/main/java/bare/package-info.java", List.of("package bare;"));
    write("a/src/main/java/marked/package-info.java", List.of("@NullMarked", "package marked;"));

    assertThat(new SourceTree(root).mainPackagesNotNullMarked()).containsExactly("bare", "none");
  }

  @Test
  void a_public_type_without_a_comment_is_found() throws IOException {
    write(
        "a/src/main/java/p/Bare.java",
        List.of("package p;", "", "@A", "public final class Bare {"));
    write(
        "a/src/main/java/p/Said.java",
        List.of("/** Why. */", "@A(", "    b)", "public record Said("));
    write("a/src/main/java/p/Own.java", List.of("package p;", "", "final class Own {"));

    assertThat(new SourceTree(root).publicTypesWithoutComment()).containsExactly("a/p/Bare.java");
  }

  private static void assertFinds(ArchRule rule, String culprit) {
    assertThatThrownBy(() -> rule.check(CLASSES))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(PLANTED + "." + culprit);
  }

  private void write(String file, List<String> lines) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.write(path, lines);
  }
}
