package io.tidemark.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
  @TempDir Path directory;

  @Test
  void a_directory_with_files_of_somebody_else_is_refused_and_left_alone() throws IOException {
    for (String name : List.of("d.txt", "a.txt", "c", "b")) {
      Files.createFile(directory.resolve(name));
    }
    assertThatThrownBy(() -> EmbeddedPostgres.open(directory))
        .isInstanceOf(EmbeddedPostgresException.class)
        .hasMessage(
            "Not a data directory: %s: expected a new or an empty one, actual one with a.txt, b, c and 1 more",
            directory);
    assertThat(names()).containsExactly("a.txt", "b", "c", "d.txt");
  }

  @Test
  void an_empty_directory_and_one_that_was_used_before_are_taken() throws IOException {
    Files.createFile(directory.resolve(".DS_Store"));
    assertThat(DataDirectory.prepare(directory).isInitialised()).isFalse();
    Files.createFile(directory.resolve("notes-of-its-owner.txt"));
    assertThat(DataDirectory.prepare(directory).isInitialised()).isFalse();
  }

  @Test
  void what_an_initialisation_that_was_cut_short_left_is_ours() throws IOException {
    Files.createDirectory(directory.resolve("postgres.unfinished7"));
    Files.createFile(directory.resolve("password"));
    assertThat(DataDirectory.prepare(directory).isInitialised()).isFalse();
  }

  @Test
  void asking_for_a_server_and_stopping_it_makes_no_directory() throws IOException {
    Path missing = directory.resolve("missing");
    assertThat(EmbeddedPostgres.isInitialised(missing)).isFalse();
    assertThat(EmbeddedPostgres.stop(missing, Duration.ZERO)).isFalse();
    assertThat(EmbeddedPostgres.stop(directory, Duration.ZERO)).isFalse();
    assertThat(missing).doesNotExist();
    assertThat(names()).isEmpty();
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
