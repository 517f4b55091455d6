package io.tidemark.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.EventData;
import io.tidemark.ExpectedVersion;
import io.tidemark.StreamId;
import io.tidemark.jdbc.Jdbc;
import io.tidemark.testdatabase.TestDatabase;
import java.util.Arrays;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An application has migrations of its own, in the schema of the log or in another. */
class ApplicationsFlywayTest {
  private TestDatabase database;

  @BeforeEach
  void createDatabase() {
    database = TestDatabase.create();
  }

  @AfterEach
  void dropDatabase() {
    database.close();
  }

  private Flyway application(String schema) {
    return Flyway.configure()
        .dataSource(database.dataSource())
        .schemas(schema)
        .locations("classpath:io/tidemark/postgres/application-migration")
        // In the schema of a log that was there first there is something that is not its own.
        .baselineOnMigrate(true)
        .baselineVersion("0")
        .load();
  }

  private void appendOne() {
    try (PostgresEventStore store = PostgresEventStore.builder(database.dataSource()).build()) {
      long head = store.head();
      store.append(
          StreamId.of("account", "1"),
          ExpectedVersion.exactly(head),
          List.of(EventData.of("T", "{}")));
    }
  }

  private List<String> applied(String history) {
    return new Jdbc(database.dataSource())
        .query(
            "select script from " + history + " where type = 'SQL' order by installed_rank",
            row -> row.text(1));
  }

  private void assertNeitherKnowsOfTheOther(String schema) {
    assertThat(applied(schema + ".flyway_schema_history"))
        .containsExactly("V1__customers.sql", "V2__orders.sql");
    assertThat(applied("tidemark.log_history"))
        .contains("V1__log.sql", "R__append.sql")
        .doesNotContain("V1__customers.sql", "V2__orders.sql");
    assertThat(Arrays.stream(application(schema).info().all()).map(m -> m.getScript()))
        .doesNotContain("V1__log.sql");
    application(schema).validate();
  }

  @ParameterizedTest
  @ValueSource(strings = {"tidemark", "shop"})
  void the_log_first_and_then_the_application(String schema) {
    for (int start = 0; start < 2; start++) {
      appendOne();
      application(schema).migrate();
    }
    assertNeitherKnowsOfTheOther(schema);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tidemark", "shop"})
  void the_application_first_and_then_the_log(String schema) {
    for (int start = 0; start < 2; start++) {
      application(schema).migrate();
      appendOne();
    }
    assertNeitherKnowsOfTheOther(schema);
  }
}
