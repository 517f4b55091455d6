package io.tidemark.bank.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code bank completion}, by a bash that completes the last word. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "needs bash")
class CompletionTest {
  private static final String COMPLETE =
      """
      source completion.sh
      COMP_WORDS=("$@")
      COMP_CWORD=$(($# - 1))
      _complete_bank
      echo "${COMPREPLY[@]}"
      """;

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bank acc                     | account accounts",
        "bank import fe               | few.asc",
        "bank --data ba               | bank-data",
        "bank --data = ba             | bank-data",
        "bank accounts --data ba      | bank-data",
        "bank accounts --data = ba    | bank-data",
        "bank demo --keep ba          | bank-data",
        "bank admin replay bal        | balances",
        "bank admin pause over        | overdrafts",
        "bank admin parked sta        | statements",
        "bank admin what-if balances --insert fe | few.asc",
        "bank admin events --fo       | --follow",
      })
  void commands_options_files_and_projections_are_completed(String typed, String completed)
      throws IOException, InterruptedException {
    Files.createFile(directory.resolve("few.asc"));
    Files.createDirectory(directory.resolve("bank-data"));
    Files.writeString(directory.resolve("completion.sh"), script());

    assertThat(words(complete(typed.split(" ")))).isEqualTo(words(completed));
  }

  @Test
  void the_script_begins_with_what_it_is_for() {
    assertThat(script())
        .startsWith("#!/usr/bin/env bash\n# Completes the commands and options of the bank")
        .doesNotContain("YOUR_APP_HOME", "[1]", "(see [");
  }

  private static List<String> words(String text) {
    return Stream.of(text.strip().split("\\s+")).sorted().distinct().toList();
  }

  private String complete(String... words) throws IOException, InterruptedException {
    String[] command = new String[words.length + 4];
    System.arraycopy(new String[] {"bash", "-c", COMPLETE, "bash"}, 0, command, 0, 4);
    System.arraycopy(words, 0, command, 4, words.length);
    Process bash =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD) // compopt: no key was pressed
            .start();
    String output = new String(bash.getInputStream().readAllBytes(), UTF_8);
    assertThat(bash.waitFor()).isZero();
    return output;
  }

  private static String script() {
    return BankRun.with(Map.of(), "completion").done().out();
  }
}
