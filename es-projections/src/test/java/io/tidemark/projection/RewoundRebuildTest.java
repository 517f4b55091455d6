package io.tidemark.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.projection.postgres.PostgresProjections;
import io.tidemark.projection.postgres.ProjectionLab;
import io.tidemark.readmodel.ReadModels;
import io.tidemark.replay.RebuildProgress;
import io.tidemark.replay.Replays;
import io.tidemark.subscription.LogRewoundException;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A log that loses its end while rows are built anew from it. */
class RewoundRebuildTest {
  /** More than a rebuild takes in one batch. */
  private static final int MANY = 5_100;

  @Test
  void a_rebuild_refuses_it_and_leaves_the_serving_rows_alone() {
    ReplaceableLog log = new ReplaceableLog();
    try (ProjectionLab lab = new ProjectionLab()) {
      PostgresProjections projections =
          PostgresProjections.builder(log).dataSource(lab.dataSource()).schema("elsewhere").build();
      for (int i = 0; i < MANY; i++) {
        Accounts.append(log, "a" + i % 3, new Accounts.Moved(BigDecimal.ONE));
      }
      projections.catchUp(Accounts.BALANCES);
      List<Accounts.Balance> before = ReadModels.of(projections).of(Accounts.BALANCES).findAll();

      assertThatThrownBy(
              () ->
                  Replays.of(projections)
                      .rebuild(Accounts.BALANCES, progress -> loseOnce(log, progress)))
          .isInstanceOf(LogRewoundException.class)
          .hasMessageContaining("expected at least 5000 events, actual 4000");

      assertThat(ReadModels.of(projections).of(Accounts.BALANCES).findAll()).isEqualTo(before);
      assertThat(ReadModels.of(projections).of(Accounts.BALANCES).position()).isEqualTo(MANY);

      Replays.of(projections).rebuild(Accounts.BALANCES, progress -> {});
      assertThat(ReadModels.of(projections).of(Accounts.BALANCES).position()).isEqualTo(4_000);
    }
  }

  private static void loseOnce(ReplaceableLog log, RebuildProgress progress) {
    if (progress.position() == 5_000) {
      log.loseAllBehind(4_000);
    }
  }
}
