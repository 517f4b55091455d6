package io.tidemark.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.EventData;
import io.tidemark.ExpectedVersion;
import io.tidemark.RecordedEvent;
import io.tidemark.StreamId;
import io.tidemark.store.LogQuery;
import io.tidemark.store.StreamQuery;
import io.tidemark.testdatabase.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where numbers are written with digits of another script, those in SQL are not. */
class ForeignDigitsTest {
  private static final StreamId STREAM = StreamId.of("account", "1");

  private final Locale usual = Locale.getDefault();

  @BeforeEach
  void writeArabicDigits() {
    Locale.setDefault(Locale.forLanguageTag("ar-EG"));
    assertThat("%d".formatted(1)).isEqualTo("\u0661");
  }

  @AfterEach
  void restore() {
    Locale.setDefault(usual);
  }

  @Test
  void events_are_appended_and_read_from_an_empty_schema_on() {
    try (TestDatabase database = TestDatabase.create();
        PostgresEventStore store = PostgresEventStore.builder(database.dataSource()).build()) {
      store.append(
          STREAM,
          ExpectedVersion.noStream(),
          List.of(EventData.of("Opened", "{}"), EventData.of("Closed", "{}")));
      assertThat(types(store.readStream(StreamQuery.of(STREAM))))
          .containsExactly("Opened", "Closed");
      assertThat(types(store.readAll(LogQuery.all()))).containsExactly("Opened", "Closed");
      assertThat(store.head()).isEqualTo(2);
    }
  }

  @Test
  void events_are_appended_in_a_transaction_of_the_caller() throws SQLException {
    try (TestDatabase database = LogDatabase.create();
        PostgresEventStore store = PostgresEventStore.builder(database.dataSource()).build();
        Connection connection = database.dataSource().getConnection()) {
      connection.setAutoCommit(false);
      store
          .inTransaction(connection)
          .append(STREAM, ExpectedVersion.noStream(), List.of(EventData.of("Opened", "{}")));
      connection.commit();
      assertThat(store.head()).isEqualTo(1);
    }
  }

  private static List<String> types(Stream<RecordedEvent> events) {
    try (events) {
      return events.map(RecordedEvent::type).toList();
    }
  }

  @Test
  void files_of_migrations_have_names_that_sort(@TempDir Path directory) {
    assertThat(MigrationFiles.write(directory, "ours").get(0)).hasFileName("01-V1__log.sql");
  }
}
