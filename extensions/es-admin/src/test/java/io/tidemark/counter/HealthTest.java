package io.tidemark.counter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.EventData;
import io.tidemark.ExpectedVersion;
import io.tidemark.RetryPolicy;
import io.tidemark.StreamId;
import io.tidemark.admin.Admin;
import io.tidemark.admin.AdministeredSystem;
import io.tidemark.admin.OpenedSystem;
import io.tidemark.handler.CheckpointStore;
import io.tidemark.handler.HandlerSubscriber;
import io.tidemark.jdbc.Jdbc;
import io.tidemark.postgres.PostgresCheckpointStore;
import io.tidemark.postgres.PostgresEventStore;
import io.tidemark.projection.FailurePolicy;
import io.tidemark.projection.Projection;
import io.tidemark.projection.postgres.PostgresProjections;
import io.tidemark.store.LogQuery;
import io.tidemark.subscription.Subscriber;
import io.tidemark.subscription.SubscriberFailedException;
import io.tidemark.subscription.SubscriptionRunner;
import io.tidemark.terminal.ExitCode;
import io.tidemark.testdatabase.CuttingProxy;
import io.tidemark.testdatabase.Processes;
import io.tidemark.testdatabase.TestServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class HealthTest {
  private static final String SCHEMA = "health";
  private static TestServer server;

  private PostgresEventStore store;
  private AdministeredSystem counters;

  @BeforeAll
  static void startServer() {
    server = TestServer.start();
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @BeforeEach
  void open() {
    store = PostgresEventStore.builder(server.dataSource()).schema(SCHEMA).build();
    counters = CounterRun.counters(server.dataSource(), SCHEMA);
  }

  @AfterEach
  void close() {
    store.close();
    new Jdbc(server.dataSource()).update("drop schema if exists health cascade");
  }

  @Test
  void a_system_that_is_well_says_so_on_one_line_with_exit_code_0() {
    assertThat(health().endedWith(ExitCode.DONE).out())
        .isEqualTo("\u2713 healthy: 5 checks passed\n");
    click(3);
    PostgresProjections.of(store).catchUp(Clicks.PROJECTION);

    CounterRun run = health("--json").endedWith(ExitCode.DONE);

    assertThat(run.lines()).hasSize(1);
    JsonNode report = JsonMapper.shared().readTree(run.out());
    assertThat(report.get("healthy").asBoolean()).isTrue();
    assertThat(names(report))
        .containsExactly("database", "log", "clock", "durability", "projection clicks");
    assertThat(run.out()).contains("up to position 3", "0 behind");
  }

  @Test
  void a_projection_that_failed_is_named_with_its_error() {
    click(2);
    append("Unheard");
    assertThatThrownBy(() -> PostgresProjections.of(store).catchUp(Clicks.PROJECTION))
        .isInstanceOf(SubscriberFailedException.class);

    CounterRun run = health().endedWith(ExitCode.FAILED);

    assertThat(run.out())
        .startsWith("\u2717 unhealthy: projection clicks: failed after position 2: ")
        .contains("Unheard");
    assertThat(run.lines()).hasSize(1);
    assertThat(run.err()).isEmpty();
    assertThat(health("--json").endedWith(ExitCode.FAILED).out())
        .contains("\"healthy\":false", "\"passed\":false,\"detail\":\"failed after position 2");
  }

  @Test
  void a_handler_that_failed_or_lags_behind_is_named_like_a_projection() {
    CheckpointStore checkpoints = PostgresCheckpointStore.of(server.dataSource(), SCHEMA);
    counters =
        AdministeredSystem.builder(
                progress ->
                    OpenedSystem.of(store, PostgresProjections.of(store))
                        .withCheckpoints(checkpoints))
            .handler("mails")
            .build();
    click(3);
    assertThat(health("--max-lag", "2").endedWith(ExitCode.FAILED).out())
        .isEqualTo("\u2717 unhealthy: handler mails: expected at most 2 behind, actual 3\n");
    AtomicBoolean refuses = new AtomicBoolean();
    Subscriber mails =
        HandlerSubscriber.atLeastOnce("mails", checkpoints)
            .fromBeginning(store)
            .events(LogQuery.all().categories(Set.of("counter")), Counter.CODEC)
            .handledBy(
                (event, recorded) -> {
                  if (refuses.get()) {
                    throw new IllegalStateException("no mail today");
                  }
                });
    catchUp(mails);
    assertThat(health("--json").endedWith(ExitCode.DONE).out())
        .contains("{\"check\":\"handler mails\",\"passed\":true,\"detail\":\"0 behind\"}");

    refuses.set(true);
    click(1);
    assertThatThrownBy(() -> catchUp(mails)).isInstanceOf(SubscriberFailedException.class);

    assertThat(health().endedWith(ExitCode.FAILED).out())
        .startsWith("\u2717 unhealthy: handler mails: failed after position 3: ")
        .contains("no mail today");
  }

  private void catchUp(Subscriber subscriber) {
    try (SubscriptionRunner runner =
        SubscriptionRunner.builder(store)
            .add(subscriber)
            .retry(RetryPolicy.of(1, Duration.ofMillis(1), Duration.ofMillis(1)))
            .build()) {
      runner.catchUp();
    }
  }

  @Test
  void a_handler_without_a_place_for_its_checkpoint_is_a_mistake_of_the_program() {
    AdministeredSystem system =
        AdministeredSystem.builder(
                progress -> OpenedSystem.of(store, PostgresProjections.of(store)))
            .handler("mails")
            .build();
    try (Admin admin = system.open(progress -> {})) {
      assertThatThrownBy(() -> admin.health(0, false))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "Handler mails: expected where its checkpoint is, by OpenedSystem.withCheckpoints, actual nothing");
    }
  }

  @Test
  void a_projection_that_lags_behind_is_well_up_to_the_threshold() {
    click(5);

    assertThat(health("--max-lag", "4").endedWith(ExitCode.FAILED).out())
        .isEqualTo("\u2717 unhealthy: projection clicks: expected at most 4 behind, actual 5\n");
    health("--max-lag", "5").endedWith(ExitCode.DONE);
    health().endedWith(ExitCode.DONE);
  }

  @Test
  void a_runner_that_is_missed_is_told_until_somebody_does_its_work() {
    click(2);
    PostgresProjections projections = PostgresProjections.of(store);
    try (SubscriptionRunner runner =
        SubscriptionRunner.builder(store).add(projections.exactlyOnce(Clicks.PROJECTION)).build()) {
      runner.start();
      Processes.await(
          "the runner", () -> !projections.status(Clicks.PROJECTION).runners().isEmpty());
      health("--require-runners").endedWith(ExitCode.DONE);
    }
    health().endedWith(ExitCode.DONE);
    assertThat(health("--require-runners").endedWith(ExitCode.FAILED).out())
        .isEqualTo("\u2717 unhealthy: projection clicks: expected a live runner, actual none\n");
    new Jdbc(server.dataSource())
        .update(
            "update health.projection_members set is_present = true,"
                + " alive_until = clock_timestamp()");

    assertThat(health().endedWith(ExitCode.FAILED).out())
        .startsWith(
            "\u2717 unhealthy: projection clicks: expected a live runner, actual none heard from"
                + " since 20");

    click(1);
    projections.catchUp(Clicks.PROJECTION);
    health().endedWith(ExitCode.DONE);
  }

  @Test
  void parked_events_are_told() {
    Projection<String, Clicks> parking = Clicks.BROKEN.onFailure(FailurePolicy.PARK);
    store.append(
        StreamId.of("counter", "red"),
        ExpectedVersion.any(),
        List.of(EventData.of("Clicked", "{\"times\":13}")));
    PostgresProjections.of(store).catchUp(parking);

    assertThat(health().endedWith(ExitCode.FAILED).out())
        .isEqualTo(
            "\u2717 unhealthy: projection clicks: expected no parked event, actual 1; redrive or"
                + " discard\n");
  }

  @Test
  void a_database_that_is_not_there_is_told_and_nothing_else() {
    AdministeredSystem nowhere = CounterRun.counters(server.dataSource(1), SCHEMA);

    CounterRun run =
        CounterRun.of(nowhere, CounterRun.PIPE, "admin", "health").endedWith(ExitCode.FAILED);

    assertThat(run.lines()).hasSize(1);
    assertThat(run.out())
        .startsWith("\u2717 unhealthy: database: ")
        .contains("127.0.0.1:1")
        .doesNotContain("log");
  }

  @Test
  void a_server_that_hangs_is_told_when_the_time_is_over() {
    try (CuttingProxy proxy = CuttingProxy.to("127.0.0.1", server.port())) {
      proxy.pause();
      AdministeredSystem hanging = CounterRun.counters(server.dataSource(proxy.port()), SCHEMA);

      CounterRun run =
          CounterRun.of(hanging, CounterRun.PIPE, "admin", "health", "--timeout", "1")
              .endedWith(ExitCode.FAILED);

      assertThat(run.out())
          .isEqualTo("\u2717 unhealthy: database: expected an answer within 1 s, actual none\n");
    }
  }

  @Test
  void a_clock_behind_the_log_and_settings_that_lose_events_are_told_together() {
    click(1);
    Jdbc jdbc = new Jdbc(server.dataSource());
    jdbc.update("update health.events set recorded_at = recorded_at + interval '1 hour'");
    jdbc.update("alter database postgres set synchronous_commit = off");
    try {
      assertThat(health().endedWith(ExitCode.FAILED).out())
          .containsPattern("clock: expected at most 1 s behind the log, actual 3,[56]\\d\\d s")
          .contains("; durability: expected on, actual off: synchronous_commit");
    } finally {
      jdbc.update("alter database postgres reset synchronous_commit");
    }
  }

  @Test
  void an_event_that_cannot_be_read_is_told() {
    click(1);
    new Jdbc(server.dataSource()).update("update health.events set category = ''");

    assertThat(health().endedWith(ExitCode.FAILED).out()).contains("unhealthy: log: ");
  }

  @Test
  void wrong_usage_has_a_code_of_its_own() {
    assertThat(health("--max-lag", "many").endedWith(ExitCode.WRONG_USAGE).out()).isEmpty();
  }

  private CounterRun health(String... options) {
    List<String> arguments = new ArrayList<>(List.of("admin", "health"));
    arguments.addAll(List.of(options));
    return CounterRun.of(counters, CounterRun.PIPE, arguments.toArray(new String[0]));
  }

  private void click(int times) {
    for (int n = 0; n < times; n++) {
      append("Clicked");
    }
  }

  private void append(String type) {
    store.append(
        StreamId.of("counter", "red"),
        ExpectedVersion.any(),
        List.of(EventData.of(type, "{\"times\":1}")));
  }

  private static List<String> names(JsonNode report) {
    List<String> names = new ArrayList<>();
    report.get("checks").forEach(check -> names.add(check.get("check").asString()));
    return names;
  }
}
