package io.tidemark.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.EventData;
import io.tidemark.ExpectedVersion;
import io.tidemark.StreamId;
import io.tidemark.jdbc.Jdbc;
import io.tidemark.store.LogQuery;
import io.tidemark.testdatabase.TestDatabase;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a database administrator gets who lets no program change a schema. */
class MigrationFilesTest {
  private static final StreamId STREAM = StreamId.of("account", "1");

  @TempDir Path directory;

  private TestDatabase database;

  @BeforeEach
  void createDatabase() {
    database = TestDatabase.create();
  }

  @AfterEach
  void dropDatabase() {
    database.close();
  }

  private List<Path> writeAndRun(String schema) throws SQLException {
    List<Path> files = MigrationFiles.write(directory, schema);
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      for (Path file : files) {
        statement.execute(text(file));
      }
    }
    return files;
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void their_names_sort_as_they_are_run() throws SQLException {
    List<Path> files = writeAndRun("ours");
    assertThat(files).isSorted().hasSizeGreaterThan(10);
    assertThat(files.get(0)).hasFileName("01-V1__log.sql");
    assertThat(files).allSatisfy(file -> assertThat(text(file)).doesNotContain("${"));
  }

  @Test
  void a_store_without_migration_works_on_what_they_made() throws SQLException {
    writeAndRun("ours");
    try (PostgresEventStore store =
        PostgresEventStore.builder(database.dataSource())
            .schema("ours")
            .withoutMigration()
            .build()) {
      store.append(STREAM, ExpectedVersion.noStream(), List.of(EventData.of("T", "{}")));
      assertThat(store.readAll(LogQuery.all())).hasSize(1);
    }
  }

  @Test
  void they_make_what_the_program_makes() throws SQLException {
    writeAndRun("ours");
    PostgresMigrations.migrate(database.dataSource(), "others");
    List<String> byFiles = objects("ours");
    assertThat(byFiles)
        .hasSizeGreaterThan(40)
        .containsExactlyElementsOf(
            objects("others").stream()
                .map(text -> text.replace("others", "ours"))
                .filter(text -> !text.contains("log_history"))
                .toList());
  }

  /** Columns, constraints, indexes, functions and views with comments and rights. */
  private List<String> objects(String schema) {
    return new Jdbc(database.dataSource())
        .query(
            """
            select 'column ' || c.relname || '.' || attname || ' ' || format_type(atttypid, atttypmod) || attnotnull
                   || coalesce(collname, '') || coalesce(col_description(c.oid, attnum), '')
            from pg_attribute a join pg_class c on c.oid = attrelid left join pg_collation k on k.oid = attcollation
            where attnum > 0 and relnamespace = '%1$s'::regnamespace
            union all
            select 'constraint ' || conname || ' ' || pg_get_constraintdef(oid) || convalidated
            from pg_constraint where connamespace = '%1$s'::regnamespace and conrelid <> 0
            union all
            select 'relation ' || relname || coalesce(obj_description(oid, 'pg_class'), '') || coalesce(relacl::text, '')
                   || coalesce(case when relkind = 'v' then pg_get_viewdef(oid) end, '')
            from pg_class where relnamespace = '%1$s'::regnamespace
            union all
            select pg_get_functiondef(oid) || coalesce(obj_description(oid, 'pg_proc'), '') || coalesce(proacl::text, '')
            from pg_proc where pronamespace = '%1$s'::regnamespace
            order by 1
            """
                .formatted(schema),
            row -> row.text(1));
  }

  @Test
  void who_ran_them_by_hand_is_told_to_go_on_so() throws SQLException {
    writeAndRun("ours");
    assertThatThrownBy(
            () -> PostgresEventStore.builder(database.dataSource()).schema("ours").build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Cannot migrate ours: expected log_history beside the table log")
        .hasMessageContaining("withoutMigration()");
    assertThat(new Jdbc(database.dataSource()).query("select 1 from ours.log", row -> 1))
        .hasSize(1);
  }

  @Test
  void nothing_is_overwritten() {
    MigrationFiles.write(directory, "one");
    assertThatThrownBy(() -> MigrationFiles.write(directory, "two"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected a directory without them")
        .hasMessageContaining("01-V1__log.sql");
    assertThat(text(directory.resolve("01-V1__log.sql"))).contains("schema one.");
  }

  @Test
  void a_command_line_names_the_files_or_the_error() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    assertThat(run(out, err, directory.resolve("new/sql").toString())).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("01-V1__log.sql");
    assertThat(text(directory.resolve("new/sql/01-V1__log.sql"))).contains("schema tidemark.");
    assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();

    assertThat(run(out, err, directory.toString(), "No-Name")).isEqualTo(1);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("Invalid schema name 'No-Name'");
    assertThat(run(out, err)).isEqualTo(2);
    assertThat(run(out, err, "--help")).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("Usage: ");
  }

  private static int run(ByteArrayOutputStream out, ByteArrayOutputStream err, String... words) {
    return MigrationFiles.run(
        words,
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8));
  }
}
