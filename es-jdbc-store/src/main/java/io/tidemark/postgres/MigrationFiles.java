package io.tidemark.postgres;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The migrations of a log as plain SQL, for a database that no program may change: somebody runs
 * them, and stores are opened {@linkplain PostgresEventStore.Builder#withoutMigration() without
 * migration}. They make what {@link PostgresMigrations} makes, except its history table.
 *
 * <p>Also a program: {@code java -cp es-jdbc-store.jar io.tidemark.postgres.MigrationFiles
 * DIRECTORY [SCHEMA]}.
 */
public final class MigrationFiles {
  private static final String DEFAULT_SCHEMA = "tidemark";

  private static final int MISUSE = 2;

  private MigrationFiles() {}

  /**
   * Writes the files, each of which is one transaction. They are meant to be run in the order of
   * their names.
   *
   * @param directory is made if it is not there
   * @param schema where the log is to be; the first file makes it if it is not there
   * @return the files in their order
   * @throws IllegalArgumentException if the name is not a plain lower-case identifier, or a file of
   *     such a name is there already; nothing is overwritten
   * @throws UncheckedIOException if a file cannot be written
   */
  public static List<Path> write(Path directory, String schema) {
    SchemaName.require(schema);
    List<Path> written = new ArrayList<>();
    try {
      Files.createDirectories(directory);
      for (MigrationText migration : MigrationText.all()) {
        String name = String.format(Locale.ROOT, "%02d-%s", written.size() + 1, migration.name());
        written.add(
            Files.writeString(
                directory.resolve(name),
                migration.plainSql(schema),
                StandardOpenOption.CREATE_NEW));
      }
    } catch (FileAlreadyExistsException e) {
      throw new IllegalArgumentException(
          "Cannot write migrations to %s: expected a directory without them, actual %s"
              .formatted(directory, e.getMessage()),
          e);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write migrations to " + directory, e);
    }
    return List.copyOf(written);
  }

  /** As {@link #write}, from a command line: a directory, and the schema unless it is tidemark. */
  public static void main(String[] arguments) {
    System.exit(run(arguments, System.out, System.err));
  }

  static int run(String[] arguments, PrintStream out, PrintStream err) {
    if (arguments.length < 1 || arguments.length > 2 || arguments[0].startsWith("-")) {
      err.println("Usage: java -cp JAR io.tidemark.postgres.MigrationFiles DIRECTORY [SCHEMA]");
      err.println("Writes the migrations of a log as plain SQL files.");
      return MISUSE;
    }
    try {
      write(Path.of(arguments[0]), arguments.length == 2 ? arguments[1] : DEFAULT_SCHEMA)
          .forEach(out::println);
      return 0;
    } catch (IllegalArgumentException | UncheckedIOException e) {
      err.println(e.getMessage());
      return 1;
    }
  }
}
