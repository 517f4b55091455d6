package io.tidemark.replay;

import static io.tidemark.replay.UnevenShards.TRAILS;
import static io.tidemark.replay.UnevenShards.otherCode;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.AsOf;
import io.tidemark.StreamId;
import io.tidemark.projection.Accounts;
import io.tidemark.projection.Projection;
import io.tidemark.projection.ProjectionChangedException;
import io.tidemark.projection.Trails.Trail;
import io.tidemark.projection.memory.LiveProjection;
import io.tidemark.projection.postgres.ProjectionLab;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Shards that are not equally far, exchanged for other rows. */
class UnevenExchangeTest {
  private final ProjectionLab lab = new ProjectionLab();
  private final UnevenShards shards = new UnevenShards(lab);

  @AfterEach
  void close() {
    lab.close();
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void a_rebuild_ends_though_one_is_far_behind_and_nobody_runs_it() {
    shards.leaveOneBehind();
    Accounts.Event[] many = new Accounts.Event[2_500];
    Arrays.fill(many, new Accounts.Moved(BigDecimal.ONE));
    Accounts.append(lab.store(), new StreamId("account", "a1"), many);
    shards.goOnWithOne();

    lab.replays().rebuild(TRAILS, progress -> {});

    lab.assertTrueToTheLog(TRAILS);
    lab.replays().rollBack(TRAILS);
    lab.assertTrueToTheLog(TRAILS);
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void those_of_another_definition_are_rebuilt_and_left_as_they_are() {
    shards.leaveOneBehind();
    List<Trail> before = lab.stored(TRAILS);
    Projection<String, Trail> second = otherCode().withVersion(2);

    lab.replays().rebuild(second, progress -> {});

    assertThat(lab.stored(second))
        .containsExactlyElementsOf(
            LiveProjection.of(second, lab.store()).rows(AsOf.latest()).values());
    assertThat(previous()).isEqualTo(before.stream().map(Trail::toString).toList());
    assertThatThrownBy(() -> lab.replays().rollBack(TRAILS))
        .isInstanceOf(RowsMissingException.class)
        .hasMessageContaining("[80, 40]");
    assertThatThrownBy(() -> lab.replays().rollBack(second))
        .isInstanceOf(ProjectionChangedException.class);
  }

  @Test
  void those_of_another_definition_can_be_rolled_back_to_if_who_runs_them_goes_on_meanwhile() {
    shards.leaveOneBehind();
    Projection<String, Trail> second = TRAILS.withVersion(2);
    AtomicInteger atTheEnd = new AtomicInteger();

    lab.replays()
        .rebuild(
            second,
            progress -> {
              if (progress.position() == 80 && atTheEnd.incrementAndGet() == 2) {
                shards.run(TRAILS); // the first attempt to switch was in vain
              }
            });

    assertThat(atTheEnd).hasValueGreaterThanOrEqualTo(2);
    lab.replays().rollBack(TRAILS);
    lab.assertTrueToTheLog(TRAILS);
  }

  private List<String> previous() {
    return lab.jdbc()
        .query(
            "select account, count, digest from tidemark.trails_previous order by account collate \"C\"",
            row -> new Trail(row.text(1), row.integer(2), row.integer(3)).toString());
  }
}
