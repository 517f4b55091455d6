package io.tidemark.documentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.tidemark.StreamId;
import io.tidemark.aggregate.AggregateRepository;
import io.tidemark.handler.HandlerSubscriber;
import io.tidemark.jdbc.Jdbc;
import io.tidemark.jdbc.StatementFailedException;
import io.tidemark.postgres.PostgresCheckpointStore;
import io.tidemark.postgres.PostgresEventStore;
import io.tidemark.postgres.PostgresMigrations;
import io.tidemark.postgres.PostgresSnapshotStore;
import io.tidemark.projection.postgres.PostgresProjections;
import io.tidemark.readmodel.ReadModels;
import io.tidemark.replay.Replays;
import io.tidemark.snapshot.Snapshot;
import io.tidemark.store.LogQuery;
import io.tidemark.subscription.Subscriber;
import io.tidemark.subscription.SubscriptionRunner;
import io.tidemark.testdatabase.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code docs/how-to/run-with-least-privilege.md}. */
class RolesTest {
  private static final List<String> ROLES = List.of("shop_app", "shop_projector", "shop_analyst");

  private static final Pattern SEMICOLON = Pattern.compile(";");

  private TestDatabase database;
  private Jdbc owner;

  @BeforeEach
  void createRoles() {
    database = TestDatabase.create();
    owner = new Jdbc(database.dataSource());
    DataSource ownersDataSource = database.dataSource();
    // region migrate
    PostgresMigrations.migrate(ownersDataSource, "tidemark");
    // end
    for (String region : List.of("application", "snapshots", "handlers", "projector", "analyst")) {
      run(SqlTest.sql("roles.sql#" + region));
    }
  }

  @AfterEach
  void dropRoles() {
    for (String role : ROLES) {
      run("drop owned by %1$s cascade; drop role %1$s".formatted(role));
    }
    database.close();
  }

  /** Roles belong to the whole server, so each test has its own. */
  private void run(String sql) {
    SEMICOLON
        .splitAsStream(sql)
        .filter(statement -> !statement.isBlank())
        .forEach(statement -> owner.update(mine(statement)));
  }

  private String mine(String text) {
    return text.replaceAll("(shop_[a-z]+)", "$1_" + database.name());
  }

  private HikariDataSource as(String role, String password) {
    HikariDataSource dataSource = new HikariDataSource();
    dataSource.setJdbcUrl(database.jdbcUrl());
    dataSource.setUsername(mine(role));
    dataSource.setPassword(password);
    dataSource.setMaximumPoolSize(4);
    return dataSource;
  }

  @Test
  void each_role_can_do_its_work_and_no_more() {
    try (HikariDataSource appDataSource = as("shop_app", "change me");
        HikariDataSource projectorDataSource = as("shop_projector", "change me too");
        HikariDataSource analystDataSource = as("shop_analyst", "and me")) {
      // region open
      PostgresEventStore store =
          PostgresEventStore.builder(appDataSource).withoutMigration().build();
      // end
      var items = AggregateRepository.of("item", Item::new, store, Item.CODEC);
      items.execute("bolt-m8", item -> item.receive(10, "Acme"));
      PostgresSnapshotStore.of(store)
          .save(new Snapshot(StreamId.of("item", "bolt-m8"), 1, "T", "{}"));

      assertThat(handledAs(appDataSource, store)).containsExactly("bolt-m8");

      try (PostgresEventStore projectors =
          PostgresEventStore.builder(projectorDataSource).withoutMigration().build()) {
        // region projections
        PostgresProjections projections =
            PostgresProjections.builder(projectors).schema("read_models").build();
        // end
        projections.catchUp(Stock.PROJECTION);
        Replays.of(projections).rebuild(Stock.PROJECTION, progress -> {});
        assertThatThrownBy(
                () ->
                    AggregateRepository.of("item", Item::new, projectors, Item.CODEC)
                        .execute("bolt-m8", item -> item.receive(1, "Acme")))
            .isInstanceOf(StatementFailedException.class);
      }
      PostgresProjections read = PostgresProjections.builder(store).schema("read_models").build();
      assertThat(ReadModels.of(read).of(Stock.PROJECTION).find("bolt-m8")).isPresent();
      assertRefused(new Jdbc(appDataSource), "delete from tidemark.events");
      assertRefused(new Jdbc(appDataSource), "delete from read_models.stock");

      Jdbc analyst = new Jdbc(analystDataSource);
      assertThat(analyst.query("select 1 from tidemark.event_log", row -> 1)).hasSize(1);
      assertRefused(
          analyst,
          "select tidemark.append(array[]::text[], array[]::text[], array[]::int[],"
              + " array[]::bigint[], array[]::int[], array[]::int[], array[]::uuid[],"
              + " array[]::text[], array[]::text[], array[]::text[], array[]::bigint[])");
      store.close();
    }
  }

  /** The keys of the items whose events a handler got; it ends at the head of the log. */
  private static List<String> handledAs(DataSource dataSource, PostgresEventStore store) {
    List<String> handled = new ArrayList<>();
    Subscriber handler =
        HandlerSubscriber.atLeastOnce(
                "delivery-mails", PostgresCheckpointStore.of(dataSource, "tidemark"))
            .fromBeginning(store)
            .events(LogQuery.all(), Item.CODEC)
            .handledBy((event, recorded) -> handled.add(recorded.stream().key()));
    try (SubscriptionRunner runner = SubscriptionRunner.builder(store).add(handler).build()) {
      runner.catchUp(Duration.ofMinutes(1));
    }
    return handled;
  }

  private static void assertRefused(Jdbc jdbc, String sql) {
    assertThatThrownBy(() -> jdbc.update(sql))
        .isInstanceOfSatisfying(
            StatementFailedException.class,
            refused -> assertThat(refused.sqlState()).isEqualTo("42501"));
  }
}
