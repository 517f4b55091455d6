package io.tidemark.projection.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.ExpectedVersion;
import io.tidemark.StreamId;
import io.tidemark.postgres.PostgresEventStore;
import io.tidemark.postgres.append.CallerTransaction;
import io.tidemark.projection.Accounts;
import io.tidemark.subscription.EventHandlingException;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An inline projection takes part in a transaction of the caller's, and goes with it. */
class InlineInCallersTransactionTest {
  private static final BigDecimal POISON = new BigDecimal("13");
  private static final StreamId STREAM = StreamId.of("account", "1");

  private final ProjectionLab lab = new ProjectionLab();
  private Connection connection;

  @BeforeEach
  void beginTransaction() throws SQLException {
    connection = lab.dataSource().getConnection();
    connection.setAutoCommit(false);
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
    lab.close();
  }

  private PostgresEventStore inlineStore() {
    return PostgresEventStore.builder(lab.dataSource())
        .inline(lab.projections().inline(Accounts.BALANCES))
        .build();
  }

  private static void move(CallerTransaction transaction, BigDecimal amount) {
    transaction.append(
        STREAM, ExpectedVersion.any(), List.of(Accounts.data(new Accounts.Moved(amount))));
  }

  private int moves() {
    return lab.asking()
        .<String, Accounts.Balance>of(Accounts.BALANCES)
        .find("1")
        .map(Accounts.Balance::moves)
        .orElse(0);
  }

  @Test
  void its_rows_come_with_the_commit_and_go_with_the_roll_back() throws SQLException {
    try (PostgresEventStore store = inlineStore()) {
      CallerTransaction transaction = store.inTransaction(connection);
      move(transaction, BigDecimal.ONE);
      move(transaction, BigDecimal.ONE);
      assertThat(moves()).isZero();
      connection.commit();
      assertThat(moves()).isEqualTo(2);

      move(transaction, BigDecimal.ONE);
      connection.rollback();
      assertThat(moves()).isEqualTo(2);

      move(transaction, BigDecimal.ONE);
      Savepoint savepoint = connection.setSavepoint();
      move(transaction, BigDecimal.ONE);
      connection.rollback(savepoint);
      move(transaction, BigDecimal.TEN);
      connection.commit();
      assertThat(moves()).isEqualTo(4);
    }
    lab.assertTrueToTheLog(Accounts.BALANCES);
  }

  @Test
  void what_it_refuses_is_not_appended_and_the_transaction_goes_on() throws SQLException {
    var poisoned = Accounts.poisoned(POISON);
    try (PostgresEventStore store =
        PostgresEventStore.builder(lab.dataSource())
            .inline(lab.projections().inline(poisoned))
            .build()) {
      CallerTransaction transaction = store.inTransaction(connection);
      move(transaction, BigDecimal.ONE);
      assertThatThrownBy(() -> move(transaction, POISON))
          .isInstanceOf(EventHandlingException.class)
          .hasMessageContaining("cannot take 13");
      move(transaction, BigDecimal.TEN);
      connection.commit();
      assertThat(store.head()).isEqualTo(2);
    }
    lab.assertTrueToTheLog(poisoned);
  }

  @Test
  void makes_up_for_what_others_have_committed_without_it() throws SQLException {
    try (PostgresEventStore store = inlineStore()) {
      Accounts.history(lab.store(), 30, 1);
      move(store.inTransaction(connection), BigDecimal.ONE);
      connection.commit();
    }
    lab.assertTrueToTheLog(Accounts.BALANCES);
  }

  @Test
  void refuses_to_pass_over_an_append_that_went_by_it_in_the_same_transaction()
      throws SQLException {
    try (PostgresEventStore store = inlineStore()) {
      move(lab.store().inTransaction(connection), BigDecimal.ONE); // a store without the hook
      assertThatThrownBy(() -> move(store.inTransaction(connection), BigDecimal.ONE))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "Inline projection balances in a caller's transaction:"
                  + " expected committed events up to position 1, actual 0;"
                  + " an earlier append of this transaction went by it");
      connection.commit();
      Accounts.append(store, "1", new Accounts.Moved(BigDecimal.ONE));
      assertThat(moves()).isEqualTo(2);
    }
    lab.assertTrueToTheLog(Accounts.BALANCES);
  }
}
