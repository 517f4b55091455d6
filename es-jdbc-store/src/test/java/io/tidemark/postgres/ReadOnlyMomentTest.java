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
    database = TestDatabase.create();
    store = PostgresEventStore.builder(database.dataSource()).build();
    append();
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

  /** By a superuser who can write nevertheless, and for all connections made from now on. */
  private void setForNewConnections(String setting) {
    Jdbc jdbc = new Jdbc(database.dataSource());
    jdbc.inSession(
        session -> {
          session.update("set default_transaction_read_only = off");
          session.update("alter database " + database.name() + " " + setting);
          return session.query(
              "select pg_terminate_backend(pid) from pg_stat_activity"
                  + " where datname = current_database() and pid <> pg_backend_pid()",
              row -> 0);
        });
  }

  @Test
  void is_told_as_unavailable_and_forgotten_when_it_has_passed() {
    setForNewConnections("set default_transaction_read_only = on");
    assertThatThrownBy(this::append)
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("25006");

    // The store's connection is left alone: it must see by itself that it is of no use.
    new Jdbc(database.dataSource())
        .inSession(
            session -> {
              session.update("set default_transaction_read_only = off");
              return session.update(
                  "alter database " + database.name() + " reset default_transaction_read_only");
            });
    assertThat(append().lastPosition()).isEqualTo(2);
  }

  @Test
  void isolation_of_the_database_is_not_the_writers() {
    setForNewConnections("set default_transaction_isolation = 'repeatable read'");
    assertThat(append().lastPosition()).isEqualTo(2);
  }
}
