package io.tidemark.projection.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.jdbc.Jdbc;
import io.tidemark.projection.Accounts;
import io.tidemark.subscription.SubscriberState;
import io.tidemark.subscription.SubscriptionRunner;
import io.tidemark.testdatabase.Processes;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** NOTIFY asks for no privilege, so what a notification says proves nothing. */
class ForgedNotificationTest {
  private final ProjectionLab lab = new ProjectionLab();
  private final String role = "only_login_" + lab.database().name();

  @AfterEach
  void close() {
    lab.jdbc().update("drop role if exists " + role);
    lab.close();
  }

  @Test
  void makes_no_projection_skip_an_event() {
    Accounts.history(lab.store(), 5, 1);
    try (SubscriptionRunner runner =
        SubscriptionRunner.builder(lab.store())
            .add(lab.projections().exactlyOnce(Accounts.BALANCES))
            .build()) {
      runner.start();
      runner.catchUp();
      awaitListener();

      forge(1_000);
      forge(999_999_999_999_999_999L);
      Accounts.history(lab.store(), 20, 2);
      runner.catchUp();

      assertThat(runner.status().get(0).state()).isEqualTo(SubscriberState.RUNNING);
      lab.assertTrueToTheLog(Accounts.BALANCES);
    }
  }

  @Test
  void ends_no_wait_and_makes_nobody_deaf_to_the_next_append() throws Exception {
    Accounts.history(lab.store(), 5, 1);
    CompletableFuture<Boolean> waiting =
        CompletableFuture.supplyAsync(() -> lab.store().awaitBeyond(5, Duration.ofMinutes(1)));
    awaitListener();

    forge(1_000);
    assertThat(lab.store().awaitBeyond(5, Duration.ofMillis(300))).isFalse();
    assertThat(waiting).isNotDone();

    Accounts.history(lab.store(), 1, 2);
    assertThat(waiting.get(60, TimeUnit.SECONDS)).isTrue();
  }

  private void forge(long position) {
    Jdbc owner = lab.jdbc();
    owner.update(
        "do $$ begin if not exists (select from pg_roles where rolname = '%s') then create role %s login password 'x'; end if; end $$"
            .formatted(role, role));
    PGSimpleDataSource login = new PGSimpleDataSource();
    login.setURL(lab.database().jdbcUrl());
    login.setUser(role);
    login.setPassword("x");
    new Jdbc(login).update("notify tidemark_tidemark, '%d'".formatted(position));
  }

  private void awaitListener() {
    Processes.await(
        "a session that listens",
        () ->
            !lab.jdbc()
                .query(
                    "select pid from pg_stat_activity where datname = current_database()"
                        + " and (query like 'listen %' or query like '/* listens %')",
                    row -> row.integer(1))
                .isEmpty());
  }
}
