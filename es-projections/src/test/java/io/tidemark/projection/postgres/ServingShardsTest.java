package io.tidemark.projection.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.projection.Accounts;
import io.tidemark.projection.Accounts.Balance;
import io.tidemark.projection.Projection;
import io.tidemark.projection.Trails;
import io.tidemark.projection.Trails.Trail;
import io.tidemark.projection.checkpoint.ShardCheckpoints;
import io.tidemark.projection.table.Slot;
import io.tidemark.store.Shard;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ServingShardsTest {
  @Test
  void the_error_of_a_shard_that_need_not_be_moved_stays() {
    try (ProjectionLab lab = new ProjectionLab()) {
      Projection<String, Trail> trails = Trails.byStream("trails", Trails.nothing());
      Trails.append(lab.store(), 20, 40);
      ShardedProjections.split(lab, trails, 2);
      Trails.append(lab.store(), 20, 40);
      ShardedProjections.goOn(lab, trails, new Shard(0, 2));
      lab.jdbc().update("update tidemark.projections set last_error = 'shard ' || shard");

      ServingShards<String, Trail> shards = new ServingShards<>(lab.projections().schema(), trails);
      ShardCheckpoints level =
          lab.jdbc().inTransaction(session -> shards.levelled(session).orElseThrow());

      assertThat(level.positions()).containsExactly(80L, 80L);
      assertThat(shards.stored()).isEqualTo(level);
      assertThat(level.all().get(0).error()).contains("shard 0");
      assertThat(level.all().get(1).error()).isEmpty();
      lab.assertTrueToTheLog(trails);
    }
  }

  /** One that was left by a release that declared it. */
  @Test
  void shards_are_brought_on_past_a_unique_index_that_is_declared_no_more() {
    try (ProjectionLab lab = new ProjectionLab()) {
      Projection<String, Balance> balances = Accounts.BALANCES;
      List<String> first = keys(new Shard(0, 2));
      List<String> second = keys(new Shard(1, 2));
      Accounts.append(lab.store(), first.get(1), new Accounts.Opened("Zoe"));
      ShardedProjections.split(lab, balances, 2);
      Accounts.append(lab.store(), second.get(0), new Accounts.Opened("Ann"));
      Accounts.append(lab.store(), second.get(1), new Accounts.Opened("Ann"));
      Accounts.append(lab.store(), first.get(0), new Accounts.Opened("Bob"));
      ShardedProjections.goOn(lab, balances, new Shard(0, 2));
      lab.jdbc()
          .inTransaction(
              session -> {
                lab.projections()
                    .schema()
                    .table(balances.uniqueBy(Balance::owner), Slot.SERVING)
                    .indexes()
                    .align(session);
                return true;
              });

      assertThat(lab.replays().verify(balances).isClean()).isTrue();
      lab.assertTrueToTheLog(balances);
    }
  }

  private static List<String> keys(Shard shard) {
    return IntStream.range(0, 20).mapToObj(i -> "a" + i).filter(shard::contains).toList();
  }
}
