package io.tidemark.embedded;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Makes a new cluster with {@code initdb}. */
final class Initialisation {
  static final String USER = "tidemark";

  private static final int PASSWORD_BITS = 160;
  private static final int FIRST_WITH_BUILTIN_LOCALE = 17;
  private static final Duration TIMEOUT = Duration.ofMinutes(5);

  private final DataDirectory directory;
  private final PostgresBinaries binaries;

  Initialisation(DataDirectory directory, PostgresBinaries binaries) {
    this.directory = directory;
    this.binaries = binaries;
  }

  void run(EmbeddedPostgresOptions options) {
    options.progress().accept("initialising " + directory.root());
    try {
      writePassword();
      Path unfinished = directory.createUnfinishedCluster();
      Privileges privileges = Privileges.ofThisProcess();
      privileges.handOver(directory.root());
      privileges.handOver(directory.passwordFile());
      privileges.handOver(unfinished);
      PostgresCommand.run(directory.root(), arguments(unfinished, options), TIMEOUT)
          .orThrow("Cannot initialise " + directory.root());
      Files.writeString(
          unfinished.resolve("postgresql.conf"),
          "\ninclude_if_exists = '" + ServerSettings.FILE + "'\n",
          StandardOpenOption.APPEND);
      Files.move(unfinished, directory.cluster(), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new EmbeddedPostgresException(
          "Cannot initialise " + directory.root() + ": " + EmbeddedPostgresException.reason(e), e);
    }
  }

  private List<String> arguments(Path unfinished, EmbeddedPostgresOptions options) {
    List<String> arguments = new ArrayList<>();
    arguments.add(binaries.program("initdb"));
    arguments.add("--pgdata=" + unfinished.getFileName());
    arguments.add("--username=" + USER);
    arguments.add("--pwfile=" + directory.passwordFile().getFileName());
    arguments.add("--auth=scram-sha-256");
    arguments.add("--encoding=UTF8");
    arguments.add("--locale=C");
    if (binaries.majorVersion() >= FIRST_WITH_BUILTIN_LOCALE) {
      arguments.add("--locale-provider=builtin");
      arguments.add("--builtin-locale=C.UTF-8");
    }
    if (!options.syncsToDisk()) {
      arguments.add("--no-sync");
    }
    return arguments;
  }

  private void writePassword() throws IOException {
    Path file = directory.passwordFile();
    Files.deleteIfExists(file);
    Files.createFile(file, readableByOwnerOnly(file));
    Files.writeString(
        file, new BigInteger(PASSWORD_BITS, new SecureRandom()).toString(Character.MAX_RADIX));
  }

  private static FileAttribute<?>[] readableByOwnerOnly(Path file) {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }
}
