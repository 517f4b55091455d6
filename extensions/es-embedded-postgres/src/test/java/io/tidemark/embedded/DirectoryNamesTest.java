package io.tidemark.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "these are no names of files there")
class DirectoryNamesTest {
  @TempDir Path parent;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x$(touch pwned)`touch pwned`\"; touch pwned; \"",
        "$HOME it's a bank\\ of  žofie 銀行 ",
      })
  void a_name_is_a_name_and_no_command(String name) throws IOException {
    Path directory = parent.resolve(name);
    try (EmbeddedPostgres server = open(directory);
        EmbeddedPostgres joined = open(directory)) {
      assertThat(joined.postmasterPid()).isEqualTo(server.postmasterPid());
    }

    assertThat(names(parent)).containsExactly(name);
    assertThat(names(directory)).contains("postgres", "server.log").doesNotContain("pwned");
    assertThat(directory.resolve("postgres/pwned")).doesNotExist();
    assertThat(directory.resolve("postgres/postmaster.pid")).doesNotExist();
  }

  @Test
  void a_link_to_a_directory_leads_to_the_same_server() throws IOException {
    Path directory = Files.createDirectory(parent.resolve("a $bank"));
    Path link = Files.createSymbolicLink(parent.resolve("link"), directory);
    try (EmbeddedPostgres server = open(link);
        EmbeddedPostgres joined = open(directory)) {
      assertThat(joined.postmasterPid()).isEqualTo(server.postmasterPid());
    }
  }

  /** A server writes its directory into a file of lines. */
  @ParameterizedTest
  @ValueSource(strings = {"two\nlines", "bell\u0007", "two\nlines/below"})
  void a_name_with_a_control_character_is_refused_before_anything_is_made(String name)
      throws IOException {
    assertThatThrownBy(() -> open(parent.resolve(name)))
        .isInstanceOf(EmbeddedPostgresException.class)
        .hasMessageStartingWith("Invalid data directory: expected no control characters, actual ")
        .message()
        .doesNotContainPattern("\\p{Cc}");
    assertThat(names(parent)).isEmpty();
  }

  @Test
  void a_link_to_a_name_with_a_control_character_is_refused_too() throws IOException {
    Path target = Files.createDirectory(parent.resolve("two\nlines"));
    Path link = Files.createSymbolicLink(parent.resolve("link"), target);
    assertThatThrownBy(() -> open(link)).hasMessageContaining("expected no control characters");
    assertThatThrownBy(() -> open(link.resolve("new"))).hasMessageContaining("two?lines");
    assertThat(names(target)).isEmpty();
  }

  private static EmbeddedPostgres open(Path directory) {
    return EmbeddedPostgres.open(directory, EmbeddedPostgresOptions.throwaway());
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
