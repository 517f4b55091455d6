package io.tidemark.documentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.EventData;
import io.tidemark.ExpectedVersion;
import io.tidemark.Metadata;
import io.tidemark.StreamId;
import io.tidemark.jdbc.Jdbc;
import io.tidemark.jdbc.Session;
import io.tidemark.postgres.PostgresEventStore;
import io.tidemark.postgres.append.CallerTransaction;
import io.tidemark.store.AppendResult;
import io.tidemark.store.WrongExpectedVersionException;
import io.tidemark.testdatabase.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code docs/how-to/append-in-your-own-transaction.md}. */
class OwnTransactionTest {
  private final List<Long> positions = new ArrayList<>();
  private TestDatabase database;
  private DataSource dataSource;
  private Jdbc jdbc;
  private PostgresEventStore store;

  @BeforeEach
  void openStore() {
    database = TestDatabase.create();
    dataSource = database.dataSource();
    jdbc = new Jdbc(dataSource);
    jdbc.update("create table shelves (name text)");
    jdbc.update("create table refusals (reason text)");
    store = PostgresEventStore.builder(dataSource).build();
  }

  @AfterEach
  void close() {
    store.close();
    database.close();
  }

  private static void reserveShelf(Connection connection, String name) {
    new Session(connection).update("insert into shelves values (?)", name);
  }

  private static void logRefusal(Connection connection, String reason) {
    new Session(connection).update("insert into refusals values (?)", reason);
  }

  private void receive() throws SQLException {
    // region own-transaction
    try (Connection connection = dataSource.getConnection()) {
      connection.setAutoCommit(false);
      try {
        reserveShelf(connection, "A-17"); // your own tables first

        ItemEvent received = new ItemEvent.Received(10, "Acme");
        CallerTransaction transaction = store.inTransaction(connection);
        AppendResult result =
            transaction.append(
                StreamId.of("item", "bolt-m8"),
                ExpectedVersion.noStream(),
                List.of(Item.CODEC.encode(received, Metadata.empty(), Instant.now())));
        connection.commit(); // nothing comes between the append and this
        transaction.committed();
        positions.add(result.lastPosition());
      } catch (SQLException | RuntimeException e) {
        connection.rollback();
        throw e;
      }
    }
    // end
  }

  @Test
  void events_and_rows_together() throws SQLException {
    receive();
    assertThat(positions).containsExactly(1L);
    assertThat(jdbc.query("select name from shelves", row -> row.text(1))).containsExactly("A-17");

    assertThatThrownBy(this::receive).isInstanceOf(WrongExpectedVersionException.class);
    assertThat(jdbc.query("select name from shelves", row -> row.text(1))).hasSize(1);
    assertThat(store.head()).isEqualTo(1);
  }

  @Test
  void a_conflict_leaves_the_transaction_usable() throws SQLException {
    receive();
    StreamId stream = StreamId.of("item", "bolt-m8");
    EventData received = EventData.of("Received", "{\"quantity\":10}");
    try (Connection connection = dataSource.getConnection()) {
      connection.setAutoCommit(false);
      CallerTransaction transaction = store.inTransaction(connection);
      // region conflict
      try {
        transaction.append(stream, ExpectedVersion.noStream(), List.of(received));
      } catch (WrongExpectedVersionException e) {
        logRefusal(connection, e.getMessage()); // in this transaction, as good as before
      }
      connection.commit();
      // end
    }
    assertThat(jdbc.query("select reason from refusals", row -> row.text(1)))
        .containsExactly("Wrong expected version for item-bolt-m8: expected no stream, actual 1");
  }
}
