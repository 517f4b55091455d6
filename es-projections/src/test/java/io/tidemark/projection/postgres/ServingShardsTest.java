package io.tidemark.projection.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.projection.Projection;
import io.tidemark.projection.Trails;
import io.tidemark.projection.Trails.Trail;
import io.tidemark.projection.checkpoint.ShardCheckpoints;
import io.tidemark.store.Shard;
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
}
