package io.tidemark.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.testdatabase.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class PostmasterTest {
  @TempDir Path parent;

  @Test
  @EnabledOnOs(OS.LINUX)
  void a_directory_that_was_moved_keeps_its_server() throws IOException {
    Path before = parent.resolve("before");
    Path after = parent.resolve("after");
    OpenerProcess other = OpenerProcess.start(before, EmbeddedPostgresOptions.UNTIL_STOPPED);
    other.close();
    Files.move(before, after);
    DataDirectory files = new DataDirectory(after.toRealPath());
    String pidFile = Files.readString(files.postmasterFile());

    EmbeddedPostgresOptions soon =
        EmbeddedPostgresOptions.throwaway().withStartTimeout(Duration.ofSeconds(10));
    try (EmbeddedPostgres server = EmbeddedPostgres.open(after, soon)) {
      assertThat(server.postmasterPid()).isEqualTo(other.postmasterPid());
      assertThat(Files.readString(files.postmasterFile())).isEqualTo(pidFile);
    } finally {
      EmbeddedPostgres.stop(after, Duration.ZERO);
    }
    Processes.await(
        "end of the server",
        () -> ProcessHandle.of(other.postmasterPid()).filter(Processes::runs).isEmpty());
  }

  @Test
  void an_empty_file_of_the_process_id_is_named_with_what_to_do() throws IOException {
    Path directory = parent.resolve("bank");
    open(directory).close();
    DataDirectory files = new DataDirectory(directory.toRealPath());
    Files.createFile(files.postmasterFile());
    Privileges.ofThisProcess().handOver(files.postmasterFile());

    assertThatThrownBy(() -> open(directory))
        .isInstanceOf(EmbeddedPostgresException.class)
        .hasMessageStartingWith("Cannot start PostgreSQL on " + files.root())
        .hasMessageContaining("expected a process id in " + files.postmasterFile())
        .hasMessageContaining("delete the file");
    assertThatThrownBy(() -> EmbeddedPostgres.stop(directory, Duration.ZERO))
        .isInstanceOf(EmbeddedPostgresException.class)
        .hasMessageStartingWith("Cannot stop PostgreSQL on " + files.root())
        .hasMessageContaining("expected a process id in " + files.postmasterFile());

    Files.delete(files.postmasterFile());
    open(directory).close();
  }

  private static EmbeddedPostgres open(Path directory) {
    return EmbeddedPostgres.open(directory, EmbeddedPostgresOptions.throwaway());
  }
}
