package io.tidemark.readmodel;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.AsOf;
import io.tidemark.ExpectedVersion;
import io.tidemark.StreamId;
import io.tidemark.projection.Accounts;
import io.tidemark.projection.postgres.ProjectionLab;
import io.tidemark.testdatabase.Processes;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * An answer as of a time of recording never changes, whatever is under way when it is asked for.
 */
class PointInTimeTest {
  private static final String WAITERS =
      "select count(*) > 0 from pg_locks where locktype = 'advisory' and not granted";

  private final ProjectionLab lab = new ProjectionLab();

  @AfterEach
  void close() {
    lab.close();
  }

  private Optional<Accounts.Balance> balanceAsOf(Instant time) {
    return lab.asking().of(Accounts.BALANCES).asOf(AsOf.recordedAt(time)).find("1");
  }

  @Test
  void a_read_model_as_of_a_time_has_what_an_append_under_way_stores_at_it() throws SQLException {
    StreamId stream = StreamId.of("account", "1");
    Accounts.append(lab.store(), "1", new Accounts.Moved(BigDecimal.ONE));
    try (Connection connection = lab.dataSource().getConnection()) {
      connection.setAutoCommit(false);
      lab.store()
          .inTransaction(connection)
          .append(
              stream,
              ExpectedVersion.any(),
              List.of(Accounts.data(new Accounts.Moved(BigDecimal.TEN))));
      Instant asked =
          lab.jdbc().first("select clock_timestamp()", row -> row.instant(1)).orElseThrow();

      CompletableFuture<Optional<Accounts.Balance>> early =
          CompletableFuture.supplyAsync(() -> balanceAsOf(asked));
      Processes.await(
          "the question to wait",
          () -> lab.jdbc().first(WAITERS, row -> row.truth(1)).orElse(false));
      connection.commit();

      assertThat(early.join()).isEqualTo(balanceAsOf(asked));
      assertThat(early.join().orElseThrow().balance()).isEqualByComparingTo("11");
    }
  }
}
