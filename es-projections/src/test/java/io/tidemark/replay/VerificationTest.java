package io.tidemark.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.projection.Accounts;
import io.tidemark.projection.Projection;
import io.tidemark.projection.postgres.ProjectionLab;
import io.tidemark.replay.compare.RowDifference;
import io.tidemark.subscription.SubscriptionRunner;
import java.math.BigDecimal;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class VerificationTest {
  private final ProjectionLab lab = new ProjectionLab();

  @AfterEach
  void close() {
    lab.close();
  }

  @Test
  void a_row_that_was_edited_by_hand_is_named() {
    Accounts.history(lab.store(), 400, 1);
    lab.projections().catchUp(Accounts.BALANCES);
    long last = Accounts.append(lab.store(), "a7", new Accounts.Moved(BigDecimal.ONE));
    lab.projections().catchUp(Accounts.BALANCES);
    lab.jdbc().update("update tidemark.balances set balance = 1000000 where account = 'a7'");

    VerificationReport report = lab.replays().verify(Accounts.BALANCES);

    assertThat(report.isClean()).isFalse();
    assertThat(report.isTallyRight()).isTrue();
    assertThat(report.differences()).isEqualTo(1);
    RowDifference edited = report.examples().get(0);
    assertThat(edited.key()).isEqualTo("a7");
    assertThat(edited.event()).isEqualTo(OptionalLong.of(last));
    assertThat(edited.isFirst()).isFalse();
  }

  record Within(String text) {}

  record Nested(String key, Within within) {}

  @Test
  void what_was_put_into_json_and_its_record_does_not_know_is_found() {
    Projection<String, Nested> nested =
        Projection.named("nested", Nested.class, Nested::key)
            .from("account", Accounts.CODEC)
            .keyedByStream()
            .fold((row, event, recorded) -> new Nested(recorded.stream().key(), new Within("a")));
    Accounts.append(lab.store(), "1", new Accounts.Opened("Ann"));
    Accounts.append(lab.store(), "2", new Accounts.Opened("Ann"));
    lab.projections().catchUp(nested);
    assertThat(lab.replays().verify(nested).isClean()).isTrue();
    lab.jdbc()
        .update("update tidemark.nested set within = within || '{\"more\": 1}' where key = '2'");

    VerificationReport report = lab.replays().verify(nested);

    assertThat(report.isClean()).isFalse();
    assertThat(report.differences()).isEqualTo(1);
    RowDifference edited = report.examples().get(0);
    assertThat(edited.kind()).isEqualTo(RowDifference.Kind.CHANGED);
    assertThat(edited.event()).isEqualTo(OptionalLong.of(2));
    assertThat(edited.expected().toString())
        .isEqualTo("Optional[{key=2, within={\"text\": \"a\"}}]");
    assertThat(edited.actual().toString())
        .isEqualTo("Optional[{key=2, within={\"more\": 1, \"text\": \"a\"}}]");
  }

  @Test
  void an_event_that_was_applied_twice_is_found_though_the_rows_are_right() {
    Accounts.history(lab.store(), 400, 1);
    lab.projections().catchUp(Accounts.BALANCES);
    assertThat(lab.replays().verify(Accounts.BALANCES).isClean()).isTrue();
    var again = lab.store().readBatch(Accounts.BALANCES.query().limit(1)).events();
    var tally = Accounts.BALANCES.batch(again).tally();
    lab.jdbc()
        .update(
            "update tidemark.projections set handled = handled + ?, digest = (digest + ?) & ?",
            tally.count(),
            tally.digest(),
            io.tidemark.projection.EventTally.MASK);

    VerificationReport report = lab.replays().verify(Accounts.BALANCES);

    assertThat(report.differences()).isZero();
    assertThat(report.isClean()).isFalse();
    assertThat(report.handled().orElseThrow().minus(report.expected())).isEqualTo(tally);
  }

  @Test
  void nothing_is_claimed_of_what_was_not_counted() {
    Accounts.history(lab.store(), 40, 1);
    lab.projections().catchUp(Accounts.BALANCES);
    lab.jdbc().update("update tidemark.projections set handled = null, digest = null");

    VerificationReport report = lab.replays().verify(Accounts.BALANCES);

    assertThat(report.handled()).isEmpty();
    assertThat(report.isClean()).isTrue();
  }

  @Test
  void both_are_at_one_position_while_the_log_grows_and_a_runner_follows() {
    Accounts.history(lab.store(), 400, 1);
    AtomicBoolean done = new AtomicBoolean();
    try (SubscriptionRunner runner =
        SubscriptionRunner.builder(lab.store())
            .add(lab.projections().exactlyOnce(Accounts.BALANCES))
            .build()) {
      runner.start();
      CompletableFuture<Void> appender =
          CompletableFuture.runAsync(
              () -> {
                while (!done.get()) {
                  Accounts.append(lab.store(), "busy", new Accounts.Moved(BigDecimal.ONE));
                }
              });
      try {
        for (int i = 0; i < 5; i++) {
          VerificationReport report = lab.replays().verify(Accounts.BALANCES);
          assertThat(report.examples()).isEmpty();
          assertThat(report.isClean()).isTrue();
        }
      } finally {
        done.set(true);
        appender.join();
      }
    }
  }

  @Test
  void goes_on_beside_a_rebuild_that_was_cut_off_and_leaves_it_alone() {
    Accounts.history(lab.store(), 40, 1);
    lab.projections().catchUp(Accounts.BALANCES);
    RebuildOptions beside = RebuildOptions.defaults().withoutSwitch();
    lab.replays().rebuild(Accounts.BALANCES, beside, progress -> {});

    assertThat(lab.replays().verify(Accounts.BALANCES).isClean()).isTrue();

    assertThat(lab.replays().switchOver(Accounts.BALANCES).resumedFrom()).isEqualTo(40);
  }
}
