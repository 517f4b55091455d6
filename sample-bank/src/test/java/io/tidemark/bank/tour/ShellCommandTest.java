package io.tidemark.bank.tour;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShellCommandTest {
  private static final ShellCommand OPEN =
      new ShellCommand(List.of("sample-bank/bank"))
          .with("open", "42", "Ada Lovelace's", "--data", "a directory");

  @Test
  void it_is_broken_between_words_only() {
    assertThat(OPEN.lines(80, Shell.POSIX))
        .containsExactly("sample-bank/bank open 42 'Ada Lovelace'\\''s' --data 'a directory'");
    assertThat(OPEN.lines(36, Shell.POSIX))
        .containsExactly(
            "sample-bank/bank open 42 \\",
            "    'Ada Lovelace'\\''s' --data \\",
            "    'a directory'");
  }

  @Test
  void on_windows_it_has_double_quotes_and_stays_on_one_line() {
    ShellCommand open =
        new ShellCommand(List.of("sample-bank\\bank"))
            .with("open", "42", "Ada Lovelace's", "--data", "C:\\a directory", "50%", "");

    assertThat(open.lines(36, Shell.WINDOWS))
        .containsExactly(
            "sample-bank\\bank open 42 \"Ada Lovelace's\" --data \"C:\\a directory\" \"50%\" \"\"");
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 36, 80, 120})
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "needs a POSIX shell")
  void a_shell_that_it_is_pasted_into_sees_the_same_words(int columns)
      throws IOException, InterruptedException {
    ShellCommand print =
        new ShellCommand(List.of("printf", "%s|")).with("a", "b c", "d'e", "$f", "");
    String script = String.join("\n", print.lines(columns));

    Process shell = new ProcessBuilder("sh", "-c", script).redirectErrorStream(true).start();
    String printed = new String(shell.getInputStream().readAllBytes(), UTF_8);

    assertThat(shell.waitFor()).isZero();
    assertThat(printed).isEqualTo("a|b c|d'e|$f||");
  }
}
