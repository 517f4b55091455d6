package io.tidemark.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.StoreUnavailableException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class FailureTextTest {
  @Test
  void what_would_move_the_cursor_is_a_question_mark() {
    Exception failure = new IllegalArgumentException("No file \u001B[2Jx\u009B1m\u0007\u202Ey\n z");

    assertThat(FailureText.of(failure)).isEqualTo("No file ?[2Jx?1m??y z");
    assertThat(FailureText.oneLine("a\tb\rc")).isEqualTo("a?b c");
  }

  @Test
  void a_failed_access_to_a_file_is_told_without_names_of_classes() {
    IOException none = noSuchFile();

    assertThat(FailureText.of(none)).isEqualTo("no/such/file: no such file");
    assertThat(FailureText.of(new UncheckedIOException(none)))
        .isEqualTo("no/such/file: no such file");
    assertThat(FailureText.of(new IllegalStateException("Cannot open", none)))
        .isEqualTo("Cannot open: no/such/file: no such file");
    assertThat(FailureText.of(new AccessDeniedException("a"))).isEqualTo("a: permission denied");
    assertThat(FailureText.of(new FileSystemException("a", null, "File name too long")))
        .isEqualTo("a: File name too long");
  }

  @Test
  void a_message_of_ours_says_all() {
    assertThat(FailureText.of(new StoreUnavailableException("Away.", new IOException("cut"))))
        .isEqualTo("Away");
  }

  @Test
  void a_terminal_gets_colours_and_nothing_else_that_moves_it() {
    assertThat(printed(true)).isEqualTo("\u001B[31mred\u001B[0m ?[2J?\tx\n");
    assertThat(printed(false)).isEqualTo("\u001B[31mred\u001B[0m \u001B[2J\r\tx\n");
  }

  private static String printed(boolean isTerminal) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new Output(new PrintStream(bytes, true, UTF_8), isTerminal)
        .line(Style.COLOURED.red("red") + " \u001B[2J\r\tx");
    return bytes.toString(UTF_8).replace(System.lineSeparator(), "\n");
  }

  private static IOException noSuchFile() {
    try {
      Files.delete(Path.of("no/such/file"));
      throw new AssertionError("expected no such file");
    } catch (IOException e) {
      return e;
    }
  }
}
