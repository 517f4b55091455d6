package io.tidemark.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each check of the sources must find what is planted, in a module below another directory too. */
class SourceTreeTest {
  private static final String NESTED = "extensions/es-new/";

  @TempDir Path root;

  @BeforeEach
  void a_build_with_a_module_below_extensions() throws IOException {
    write(
        "pom.xml",
        "<project><modules><module>a</module><module>extensions</module></modules></project>");
    write("a/pom.xml", "<project/>");
    write("extensions/pom.xml", "<project><modules><module>es-new</module></modules></project>");
    write(NESTED + "pom.xml", "<project/>");
  }

  @Test
  void modules_of_modules_are_seen_and_what_the_build_does_not_have_is_not() throws IOException {
    write("a/src/main/java/p/One.java");
    write(NESTED + "src/main/java/q/Two.java");
    write("forgotten/src/main/java/r/Three.java");

    assertThat(tree().modules()).containsExactly("a", "extensions/es-new");
    assertThat(tree().compiled()).contains(root.resolve("extensions/es-new/target/classes"));
  }

  @Test
  void a_package_in_two_modules_is_found() throws IOException {
    write("a/src/main/java/p/One.java");
    write(NESTED + "src/test/java/p/Two.java");
    write(NESTED + "src/test/java/q/Three.java");

    assertThat(tree().packagesInSeveralModules().keySet()).isEqualTo(Set.of("p"));
  }

  @Test
  void a_long_file_is_found() throws IOException {
    write(NESTED + "src/main/java/p/Long.java", "1", "2", "3");
    write(NESTED + "src/main/java/p/Short.java", "1", "2");

    assertThat(tree().mainFilesLongerThan(2)).containsExactly("extensions/es-new/p/Long.java (3)");
  }

  @Test
  void a_large_package_is_found() throws IOException {
    for (String name : List.of("package-info", "One", "Two", "Three")) {
      write(NESTED + "src/main/java/p/" + name + ".java");
    }
    for (String name : List.of("package-info", "One", "Two")) {
      write(NESTED + "src/main/java/p/q/" + name + ".java");
    }

    assertThat(tree().mainPackagesLargerThan(2)).containsExactly("p (3)");
  }

  @Test
  void a_package_that_is_not_null_marked_is_found() throws IOException {
    write(NESTED + "src/main/java/none/One.java");
    write(NESTED + "src/main/java/bare/package-info.java", "package bare;");
    write(NESTED + "src/main/java/marked/package-info.java", "@NullMarked", "package marked;");

    assertThat(tree().mainPackagesNotNullMarked()).containsExactly("bare", "none");
  }

  @Test
  void a_sample_is_held_to_all_but_null_marks_and_is_no_library() throws IOException {
    write("pom.xml", "<project><modules><module>docs/samples/s</module></modules></project>");
    write("docs/samples/s/pom.xml", "<project/>");
    write("docs/samples/s/src/main/java/p/One.java", "public final class One {", "2", "3");

    assertThat(tree().mainPackagesNotNullMarked()).isEmpty();
    assertThat(tree().mainFilesLongerThan(2)).containsExactly("docs/samples/s/p/One.java (3)");
    assertThat(tree().publicTypesWithoutComment()).containsExactly("docs/samples/s/p/One.java");
    assertThat(tree().reactor().libraries()).isEmpty();
    assertThat(tree().reactor().samples()).containsExactly("docs/samples/s");
  }

  @Test
  void a_public_type_without_a_comment_is_found() throws IOException {
    write(
        NESTED + "src/main/java/p/Bare.java", "package p;", "", "@A", "public final class Bare {");
    write(
        NESTED + "src/main/java/p/Said.java",
        "/** Why. */",
        "@A(",
        "    b)",
        "public record Said(");
    write(NESTED + "src/main/java/p/Own.java", "package p;", "", "final class Own {");

    assertThat(tree().publicTypesWithoutComment()).containsExactly("extensions/es-new/p/Bare.java");
  }

  @Test
  void the_api_is_what_is_public_and_does_not_say_otherwise() throws IOException {
    write(NESTED + "src/main/java/p/Open.java", "/** Why. */", "public sealed interface Open {");
    write(NESTED + "src/main/java/p/Own.java", "/** Why. */", "final class Own {");
    write(
        NESTED + "src/main/java/p/Engine.java",
        "/**",
        " * Turns. Not API: another package needs it.",
        " */",
        "@Fast",
        "public abstract class Engine {");
    write(NESTED + "src/main/java/q/package-info.java", "/** Inside. Not API. */", "package q;");
    write(NESTED + "src/main/java/q/Part.java", "/** Why. */", "public record Part(int x) {");
    write(
        NESTED + "src/main/java/r/package-info.java",
        "/**",
        " * Inside. Not",
        " * API, but for {@link Hook} and {@link Form}: the door is {@link Door}.",
        " */",
        "package r;");
    write(NESTED + "src/main/java/r/Hook.java", "/** Why. */", "public interface Hook {");
    write(NESTED + "src/main/java/r/Door.java", "/** Why. */", "public final class Door {");
    PublicApi api = new PublicApi(tree());

    assertThat(api.types()).containsExactly("p.Open", "r.Hook");
    assertThat(api.closedPackages()).containsExactly("q");
    assertThat(api.page())
        .containsExactly(
            "extensions/es-new", "  p", "    Open (interface)", "  r", "    Hook (interface)");
  }

  @Test
  void the_picture_counts_files_and_types_and_names_imports() throws IOException {
    write(
        NESTED + "src/main/java/io/tidemark/near/One.java",
        "import static io.tidemark.far.Two.two;",
        "import io.tidemark.Word;",
        "import java.util.List;",
        "public final class One {",
        "final class Beside {");
    write(NESTED + "src/main/java/io/tidemark/near/package-info.java", "package io.tidemark.near;");
    write(NESTED + "src/main/java/io/tidemark/far/Two.java", "interface Two {");

    assertThat(new PackagePicture(tree()).lines())
        .endsWith(
            "### extensions/es-new",
            "",
            "| package | files | public | private | imports |",
            "|---|--:|--:|--:|---|",
            "| `far` | 1 | 0 | 1 |  |",
            "| `near` | 1 | 1 | 1 | `far` |");
  }

  private SourceTree tree() {
    return new SourceTree(Reactor.of(root));
  }

  private void write(String file, String... lines) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.write(path, List.of(lines));
  }
}
