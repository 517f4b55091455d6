package io.tidemark.documentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.architecture.Reactor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Shows on small checkouts with planted faults that each check of the documentation can fail. */
class DocumentationChecksTest {
  @TempDir Path root;

  @BeforeEach
  void write_a_source_with_a_region() throws IOException {
    write("pom.xml", "<project><modules><module>core</module></modules></project>");
    write("core/pom.xml", "<project/>");
    write(
        "code/Sample.java",
        """
        class Sample {
          // %s greeting
          void greet() {
            print("hello");
          }

          // end
        }
        """
            .formatted("region")); // or else this file would have that region itself
  }

  @Test
  void a_block_that_is_its_region_passes() throws IOException {
    write(
        "README.md",
        """
        <!-- Sample.java#greeting -->
        ```java
        void greet() {
          print("hello");
        }
        ```
        """);
    assertThat(blocks()).isEmpty();
  }

  @Test
  void a_block_that_differs_in_one_letter_is_found() throws IOException {
    write(
        "README.md",
        """
        <!-- Sample.java#greeting -->
        ```java
        void greet() {
          print("Hello");
        }
        ```
        """);
    assertThat(blocks()).singleElement().asString().startsWith("README.md:2: differs from");
  }

  @Test
  void a_block_without_a_source_is_found_in_any_directory() throws IOException {
    write("docs/a/b.md", "# Title\n\n```java\nint x;\n```\n");
    write("docs/c.md", "<!-- Sample.java#greeting -->\n\n```sql\nselect 1\n```\n");
    assertThat(blocks())
        .hasSize(3)
        .anySatisfy(finding -> assertThat(finding).startsWith("docs/a/b.md:3: no source"))
        .anySatisfy(finding -> assertThat(finding).startsWith("docs/c.md:3: no source"))
        .contains("shown nowhere: Sample.java#greeting");
  }

  @Test
  void a_block_that_is_a_whole_file_passes_and_one_that_differs_is_found() throws IOException {
    write("sample/pom.xml", "<project>\n  <a/>\n</project>\n");
    write(
        "README.md",
        """
        <!-- Sample.java#greeting -->
        ```java
        void greet() {
          print("hello");
        }
        ```
        <!-- sample/pom.xml -->
        ```xml
        <project>
          <a/>
        </project>
        ```
        """);
    assertThat(blocks()).isEmpty();
    write("sample/pom.xml", "<project>\n  <b/>\n</project>\n");
    assertThat(blocks())
        .singleElement()
        .asString()
        .startsWith("README.md:8: differs from sample/pom.xml");
    Files.delete(root.resolve("sample/pom.xml"));
    assertThat(blocks()).containsExactly("README.md:8: no file sample/pom.xml");
  }

  @Test
  void a_source_that_does_not_exist_is_found() throws IOException {
    write("README.md", "<!-- Sample.java#farewell -->\n```java\nint x;\n```\n");
    assertThat(blocks()).contains("README.md:2: no region Sample.java#farewell");
  }

  @Test
  void a_page_that_does_not_lead_to_the_file_of_its_code_is_found() throws IOException {
    String block = "<!-- Sample.java#greeting -->\n```java\nvoid greet() {\n```\n";
    write("README.md", block + block);
    write("docs/a.md", block + "The [rest](../code/Sample.java).\n");
    assertThat(Documentation.of(Reactor.of(root)).sourcesNotLinked())
        .containsExactly("README.md: no link to Sample.java");
  }

  @Test
  void a_page_that_does_not_name_the_packages_of_its_types_is_found() throws IOException {
    TypePackages packages =
        TypePackages.read(
            "core\n  io.a\n    Log (class)\n    Row (record)\n  io.b\n    Age (enum)\n");
    String code = "<!-- Sample.java#x -->\n```java\nAge age = Log.age(\"Row\"); // Row\n```\n";
    write("docs/how-to/a.md", code + "Packages: `io.a` (`Log`),\n`io.b` (`Age`).\n");
    write("docs/how-to/b.md", code + "Packages: `io.a` (`Log`).\n");
    write("docs/how-to/c.md", "<!-- core/Log.java -->\n```java\nLog log;\n```\nAn `Age`.\n");
    write("docs/d.md", code);
    assertThat(Documentation.of(Reactor.of(root)).packagesNotNamed("docs/how-to", packages))
        .containsExactly("docs/how-to/b.md: expected Packages: `io.a` (`Log`), `io.b` (`Age`).");
  }

  @Test
  void a_region_without_an_end_is_refused() throws IOException {
    write("code/Open.java", "// region open\nint x;\n");
    assertThatThrownBy(this::blocks).hasMessageContaining("Open.java#open");
  }

  @Test
  void a_region_within_another_is_refused() throws IOException {
    write("code/Open.java", "// region open\nint x;\n// region inner\nint y;\n// end\n// end\n");

    assertThatThrownBy(this::blocks).hasMessage("Region without an end: Open.java#open");
  }

  @Test
  void a_second_region_of_the_same_name_is_refused_and_the_same_one_twice_is_not()
      throws IOException {
    write("code/a/Twice.java", "// region it\nint x;\n// end\n");
    List<Path> oneBelowTheOther = List.of(root.resolve("code"), root.resolve("code/a"));
    assertThat(Regions.below(oneBelowTheOther).all()).containsKey("Twice.java#it");

    write("code/b/Twice.java", "// region it\nint y;\n// end\n");
    assertThatThrownBy(this::blocks).hasMessage("Two regions of one name: Twice.java#it");
  }

  @Test
  void links_to_files_and_headings_that_are_there_pass() throws IOException {
    write("README.md", "# One log, one order\n[a](docs/a.md#two-words) [b](#one-log-one-order)\n");
    write("docs/a.md", "## `Two` words\n[up](../README.md) [web](https://example.org/none)\n");
    assertThat(Documentation.of(Reactor.of(root)).brokenLinks()).isEmpty();
  }

  @Test
  void links_that_lead_nowhere_are_found() throws IOException {
    write("README.md", "# Title\n[a](docs/none.md)\n[b](docs/a.md#none) `[code](none.md)`\n");
    write("docs/a.md", "## Two words\n[up](README.md)\n");
    assertThat(Documentation.of(Reactor.of(root)).brokenLinks())
        .containsExactly(
            "README.md:2: docs/none.md", "README.md:3: docs/a.md#none", "docs/a.md:2: README.md");
  }

  @Test
  void pages_that_the_index_does_not_lead_to_are_found() throws IOException {
    write("README.md", "[up there](docs/c.md)\n");
    write("docs/README.md", "[a](how-to/a.md) [web](https://example.org/b.md)\n");
    write("docs/how-to/a.md", "# A\n");
    write("docs/how-to/b.md", "# B\n");
    write("docs/c.md", "# C\n");
    assertThat(Documentation.of(Reactor.of(root)).pagesMissingFrom("docs/README.md"))
        .containsExactlyInAnyOrder("docs/c.md", "docs/how-to/b.md");
  }

  @Test
  void exceptions_that_are_not_described_or_not_there_are_found() throws IOException {
    write("core/src/main/java/LostException.java", "public final class LostException extends X {}");
    write("core/src/main/java/InnerException.java", "final class InnerException extends X {}");
    write("errors.md", "`GoneException`");
    assertThat(Documentation.of(Reactor.of(root)).exceptionsMissingIn("errors.md", List.of("core")))
        .containsExactly("not described: LostException", "no such class: GoneException");
  }

  @Test
  void tests_that_are_not_there_are_found() throws IOException {
    write("core/src/test/java/LogTest.java", "class LogTest {\n  void it_is_there() {}\n}\n");
    write("page.md", "`LogTest.it_is_there`, `LogTest.it_is_not_there`, `NoTest.it_is_there`");
    assertThat(Documentation.of(Reactor.of(root)).testsMissingFrom("page.md"))
        .containsExactly("`LogTest.it_is_not_there`", "`NoTest.it_is_there`");
  }

  private List<String> blocks() {
    return Documentation.of(Reactor.of(root))
        .blocksThatAreNotTheirSource(Regions.below(List.of(root.resolve("code"))));
  }

  private void write(String file, String text) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }
}
