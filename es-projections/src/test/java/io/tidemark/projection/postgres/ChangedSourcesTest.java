package io.tidemark.projection.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.StreamId;
import io.tidemark.projection.Accounts;
import io.tidemark.projection.NamedProjection;
import io.tidemark.projection.Projection;
import io.tidemark.projection.ProjectionChangedException;
import io.tidemark.projection.SourcedProjection;
import io.tidemark.subscription.AppliedBatch;
import io.tidemark.subscription.SubscriptionListener;
import io.tidemark.subscription.SubscriptionRunner;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Rows that were made from other events than the code asks for are not gone on with. */
class ChangedSourcesTest {
  private final ProjectionLab lab = new ProjectionLab();

  @AfterEach
  void close() {
    lab.close();
  }

  record Count(String key, int events, long last) {}

  private static NamedProjection<String, Count> counts() {
    return Projection.named("counts", Count.class, Count::key);
  }

  private static Projection<String, Count> counting(
      SourcedProjection<Accounts.Event, String, Count> events) {
    return events
        .keyedByStream()
        .fold(
            (row, event, recorded) ->
                new Count(
                    recorded.stream().key(),
                    row == null ? 1 : row.events() + 1,
                    recorded.position()));
  }

  private static Projection<String, Count> ofTypes(String... types) {
    return counting(counts().from("account", Accounts.CODEC).ofTypes(types));
  }

  private static Projection<String, Count> ofStream(String key) {
    return counting(counts().fromStream(StreamId.of("account", key), Accounts.CODEC));
  }

  private static Projection<String, Count> ofCategory(String category) {
    return counting(counts().from(category, Accounts.CODEC));
  }

  @Test
  void any_change_of_the_sources_is_refused_until_they_are_rebuilt() {
    Accounts.history(lab.store(), 200, 1);
    Projection<String, Count> before = ofCategory("account");
    lab.projections().catchUp(before);
    for (Projection<String, Count> after :
        List.of(
            ofTypes("Moved"),
            ofTypes("Moved", "Closed"),
            ofStream("a1"),
            counting(ofStream("a1").fromStream(StreamId.of("account", "a2"), Accounts.CODEC)),
            counting(ofStream("a1").from("transfer", Accounts.CODEC)),
            counting(ofStream("a1").from("transfer", Accounts.CODEC).ofTypes("Moved")),
            counting(ofCategory("account").from("transfer", Accounts.CODEC)),
            ofCategory("transfer"))) {
      assertThatThrownBy(() -> lab.projections().exactlyOnce(after).open())
          .as(after.sourcesText())
          .isInstanceOf(ProjectionChangedException.class)
          .hasMessageContaining("must be rebuilt")
          .hasMessageContaining("from " + after.sourcesText())
          .hasMessageContaining("from " + before.sourcesText());
      lab.replays().rebuild(after, progress -> {});
      lab.assertTrueToTheLog(after);
      assertThat(lab.stored(after)).isNotEmpty();
      before = after;
    }
  }

  /** As rows of the first releases are stored, that know only their columns. */
  @Test
  void rows_that_do_not_know_their_sources_go_on_only_from_one_category() {
    Accounts.history(lab.store(), 50, 1);
    lab.projections().catchUp(ofCategory("account"));
    lab.jdbc()
        .update(
            "update tidemark.projections set definition ="
                + " substring(definition from '^columns \\((.*)\\) from account$')");

    for (Projection<String, Count> other :
        List.of(
            counting(ofCategory("account").from("transfer", Accounts.CODEC)),
            ofTypes("Moved"),
            ofStream("a1"))) {
      assertThatThrownBy(() -> lab.projections().exactlyOnce(other).open())
          .as(other.sourcesText())
          .isInstanceOf(ProjectionChangedException.class);
    }
    lab.projections().catchUp(ofCategory("account"));
    lab.assertTrueToTheLog(ofCategory("account"));
  }

  @Test
  void a_projection_of_few_events_reads_few() {
    Accounts.history(lab.store(), 700, 1);
    AtomicInteger read = new AtomicInteger();
    try (SubscriptionRunner runner =
        SubscriptionRunner.builder(lab.store())
            .add(lab.projections().exactlyOnce(ofTypes("Closed")))
            .listener(
                new SubscriptionListener() {
                  @Override
                  public void batchApplied(AppliedBatch batch) {
                    read.addAndGet(batch.events());
                  }
                })
            .build()) {
      runner.catchUp();
    }

    long closed =
        lab.jdbc()
            .first(
                "select count(*) from tidemark.events where type = 'Closed' and category = 'account'",
                row -> row.integer(1))
            .orElseThrow();
    assertThat(read).hasValue((int) closed).hasValueBetween(1, 100);
    lab.assertTrueToTheLog(ofTypes("Closed"));
  }

  @Test
  void streams_and_types_are_split_into_shards_too() {
    Accounts.history(lab.store(), 700, 1);
    Projection<String, Count> both =
        counting(ofTypes("Moved").fromStream(StreamId.of("transfer", "t10"), Accounts.CODEC));
    try (SubscriptionRunner runner =
        SubscriptionRunner.builder(lab.store()).add(lab.projections().sharded(both, 3)).build()) {
      runner.start();
      runner.catchUp();
    }

    assertThat(lab.stored(both)).extracting(Count::key).contains("t10", "a1");
    lab.assertTrueToTheLog(both);
  }
}
