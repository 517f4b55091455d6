package io.tidemark.projection.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.postgres.PostgresEventStore;
import io.tidemark.projection.Projection;
import io.tidemark.projection.Trails;
import io.tidemark.projection.Trails.Trail;
import io.tidemark.subscription.SubscriptionRunner;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PauseTest {
  private static final Projection<String, Trail> TRAILS =
      Trails.byStream("trails", Trails.nothing());

  private final ProjectionLab lab = new ProjectionLab();

  @BeforeEach
  void begin() {
    Trails.append(lab.store(), 5, 20);
  }

  @AfterEach
  void close() {
    lab.close();
  }

  @Test
  void holds_up_nobody_who_begins_to_run_it_inline() throws Exception {
    lab.projections().catchUp(TRAILS);
    lab.projections().pause(TRAILS);
    Trails.append(lab.store(), 5, 5);

    CompletableFuture<PostgresEventStore> opening = CompletableFuture.supplyAsync(this::inline);
    try (PostgresEventStore inline = opening.get(60, TimeUnit.SECONDS)) {
      Trails.append(inline, 5, 5);
      assertThat(lab.asking().of(TRAILS).position()).isEqualTo(30);
      lab.assertTrueToTheLog(TRAILS);
    }
  }

  private PostgresEventStore inline() {
    return PostgresEventStore.builder(lab.dataSource())
        .inline(opened -> PostgresProjections.of(opened).inline(TRAILS))
        .build();
  }

  @Test
  void is_named_to_whoever_wants_to_catch_up_and_not_waited_for() {
    lab.projections().catchUp(TRAILS);
    lab.projections().pause(TRAILS);
    Trails.append(lab.store(), 5, 5);
    CompletableFuture<Void> catchingUp =
        CompletableFuture.runAsync(() -> lab.projections().catchUp(TRAILS));

    assertThatThrownBy(() -> catchingUp.get(60, TimeUnit.SECONDS))
        .hasRootCauseInstanceOf(IllegalStateException.class)
        .hasMessageContaining("actual trails, which is paused");
    assertThat(lab.asking().of(TRAILS).position()).isEqualTo(20);

    lab.projections().resume(TRAILS);
    lab.projections().catchUp(TRAILS);
    lab.assertTrueToTheLog(TRAILS);
  }

  /** The keeper of the leases, which looks every twenty seconds here, is not waited for. */
  @Test
  void is_heeded_by_shards_after_the_batch_under_way() throws Exception {
    PostgresProjections projections =
        PostgresProjections.builder(lab.store()).leaseTime(Duration.ofSeconds(60)).build();
    try (SubscriptionRunner runner =
        SubscriptionRunner.builder(lab.store()).add(projections.sharded(TRAILS, 2)).build()) {
      runner.start();
      runner.catchUp(Duration.ofSeconds(60));
      assertThat(projections.pause(TRAILS)).isTrue();
      long paused = lab.store().head();
      for (int i = 0; i < 5; i++) {
        Trails.append(lab.store(), 5, 5);
        Thread.sleep(300);
      }

      assertThat(lab.asking().of(TRAILS).position()).isEqualTo(paused);

      projections.resume(TRAILS);
      runner.catchUp(Duration.ofSeconds(60));
      lab.assertTrueToTheLog(TRAILS);
    }
  }
}
