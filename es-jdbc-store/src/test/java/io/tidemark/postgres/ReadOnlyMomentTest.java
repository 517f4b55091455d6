package io.tidemark.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.EventData;
import io.tidemark.ExpectedVersion;
import io.tidemark.StoreUnavailableException;
import io.tidemark.StreamId;
import io.tidemark.jdbc.Jdbc;
import io.tidemark.store.AppendResult;
import io.tidemark.testdatabase.TestDatabase;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A database that is read-only for a while: a demoted primary, a replica, a full disk. */
class ReadOnlyMomentTest {
  private TestDatabase database;
  private PostgresEventStore store;

  @BeforeEach
  void openStore() {
    database = LogDatabase.create();
    store = PostgresEventStore.builder(database.dataSource()).build();
  }

  @AfterEach
  void close() {
    store.close();
    database.close();
  }

  private AppendResult append() {
    return store.append(
        StreamId.of("s", "1"), ExpectedVersion.any(), List.of(EventData.of("T", "{}")));
  }

  private void alterDatabase(String change) {
    new Jdbc(database.dataSource())
        .inSession(
            session -> {
              session.update("set default_transaction_read_only = off");
              return session.update("alter database " + database.name() + " " + change);
            });
  }

  @Test
  void is_told_as_unavailable_and_forgotten_when_it_has_passed() {
    alterDatabase("set default_transaction_read_only = on");
    assertThatThrownBy(this::append)
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("25006");
    // The writer's connection stays read-only: it must see by itself that it is of no use.
    alterDatabase("reset default_transaction_read_only");
    assertThat(append().lastPosition()).isEqualTo(1);
  }

  @Test
  void isolation_of_the_database_is_not_the_writers() {
    alterDatabase("set default_transaction_isolation = 'repeatable read'");
    assertThat(append().lastPosition()).isEqualTo(1);
  }
}
