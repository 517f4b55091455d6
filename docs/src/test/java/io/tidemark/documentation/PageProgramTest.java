package io.tidemark.documentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A page that was changed in one place gives a program that does not compile or prints else. */
class PageProgramTest {
  private static final String PAGE =
      """
      <!-- hello/src/main/java/Greeting.java -->
      ```java
      record Greeting(String name) {}
      ```
      <!-- hello/src/main/java/Hello.java -->
      ```java
      class Hello {
        public static void main(String[] args) {
          System.out.println("Hello " + new Greeting("Ada").name());
        }
      }
      ```
      It prints:
      <!-- output of Hello -->
      ```text
      Hello Ada
      ```
      """;

  @TempDir Path directory;

  @Test
  void a_page_with_all_its_files_compiles_and_prints_what_it_says() throws IOException {
    PageProgram program = program(PAGE);
    assertThat(program.compile()).isEmpty();
    assertThat(program.run("Hello")).isEqualTo(program.outputs().get("Hello"));
  }

  @Test
  void a_file_that_is_not_shown_is_missed_by_the_compiler() throws IOException {
    assertThat(program(PAGE.replace("<!-- hello/src/main/java/Greeting.java -->", "")).compile())
        .singleElement()
        .asString()
        .contains("Hello.java:3", "class Greeting");
  }

  @Test
  void a_figure_that_is_wrong_is_no_longer_what_is_printed() throws IOException {
    PageProgram program = program(PAGE.replace("\"Ada\"", "\"Bob\""));
    assertThat(program.compile()).isEmpty();
    assertThat(program.run("Hello")).isNotEqualTo(program.outputs().get("Hello"));
  }

  @Test
  void an_error_at_run_time_is_part_of_what_is_printed() throws IOException {
    PageProgram program = program(PAGE.replace("Ada\").name()", "Ada\").name().charAt(9)"));
    assertThat(program.compile()).isEmpty();
    assertThat(String.join("\n", program.run("Hello"))).contains("StringIndexOutOfBounds");
  }

  @Test
  void a_file_that_is_shown_twice_is_refused() throws IOException {
    PageProgram program = program(PAGE + PAGE);
    assertThatThrownBy(program::files).hasMessageContaining("Shown twice");
    assertThatThrownBy(program::outputs).hasMessageContaining("Printed twice");
  }

  private PageProgram program(String text) throws IOException {
    Path page = Files.write(directory.resolve("page.md"), List.of(text.split("\n")));
    return new PageProgram(Page.read(page), "hello", directory.resolve("typed"));
  }
}
