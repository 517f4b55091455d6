package io.tidemark.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.EventData;
import io.tidemark.ExpectedVersion;
import io.tidemark.StreamId;
import io.tidemark.jdbc.Jdbc;
import io.tidemark.subscription.Checkpoint;
import io.tidemark.subscription.SubscriberState;
import io.tidemark.subscription.SubscriptionRunner;
import io.tidemark.testdatabase.Processes;
import io.tidemark.testdatabase.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Kill -9 of the process that handles, and of its connection, while another stands by. */
@Timeout(180)
class KilledHandlerTest {
  private static final int EVENTS = 600;

  private final TestDatabase database = LogDatabase.create();
  private final PostgresEventStore store =
      PostgresEventStore.builder(database.dataSource()).build();
  private final PostgresCheckpointStore checkpoints =
      PostgresCheckpointStore.of(database.dataSource(), "tidemark");
  private final Jdbc jdbc = new Jdbc(database.dataSource());

  @BeforeEach
  void fillLog() {
    jdbc.update(
        "create table notes (place bigint generated always as identity, position bigint, event_id uuid)");
    for (int i = 0; i < EVENTS; i += 100) {
      List<EventData> some = new ArrayList<>();
      LongStream.range(0, 100).forEach(each -> some.add(EventData.of("Done", "{}")));
      store.append(StreamId.of("thing", "1"), ExpectedVersion.any(), some);
    }
  }

  @AfterEach
  void close() {
    store.close();
    database.close();
  }

  @Test
  void each_event_is_handled_in_order_and_a_kill_repeats_at_most_the_one_under_way()
      throws Exception {
    Process killed = HandlerProcess.start(database);
    Process standsBy = HandlerProcess.start(database);
    try {
      Processes.await("progress", () -> noted() > 50);
      killed.destroyForcibly().waitFor();
      long before = noted();
      Processes.await("takeover, or it was the other that worked", () -> noted() > before + 50);
      cutOwner();
      finish();
    } finally {
      killed.destroyForcibly().waitFor();
      standsBy.destroyForcibly().waitFor();
    }
    // the killed process and the cut connection may each have repeated the event under way
    List<Long> positions =
        jdbc.query("select position from notes order by place", row -> row.integer(1));
    assertThat(positions.size()).isBetween(EVENTS, EVENTS + 2);
    assertThat(new TreeSet<>(positions)).hasSize(EVENTS).first().isEqualTo(1L);
    assertThat(positions).isSorted();
    assertThat(jdbc.query("select distinct event_id from notes", row -> row.uuid(1)))
        .hasSize(EVENTS);
  }

  /** It lives, so the server cannot know that it does nothing: somebody has to end its session. */
  @Test
  void one_that_hangs_keeps_the_others_waiting_until_its_session_is_ended_and_moves_nothing_then()
      throws Exception {
    Process hanging = HandlerProcess.start(database);
    try {
      Processes.await("progress", () -> noted() > 5);
      signal(hanging, "STOP");
      try (SubscriptionRunner next =
          SubscriptionRunner.builder(store)
              .add(HandlerProcess.noting(store, checkpoints, jdbc))
              .build()) {
        next.start();
        Processes.await(
            "standing by", () -> next.status().get(0).state() == SubscriberState.STANDING_BY);
        long before = position();
        assertThat(checkpoints.tryOwn("notes", () -> Checkpoint.beginningOf(store))).isEmpty();

        cutOwner();
        Processes.await("takeover", () -> position() > before + 5);
      }
      long kept = position();
      signal(hanging, "CONT");
      Processes.await("the first goes on, as owner of a new session", () -> position() > kept);
      finish();
    } finally {
      hanging.destroyForcibly().waitFor();
    }
    List<Long> positions =
        jdbc.query("select position from notes order by place", row -> row.integer(1));
    assertThat(new TreeSet<>(positions)).hasSize(EVENTS);
    assertThat(positions.size())
        .as("one under way was repeated at most")
        .isBetween(EVENTS, EVENTS + 1);
  }

  private static void signal(Process process, String name) throws Exception {
    int exit =
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    assertThat(exit).isZero();
  }

  private long position() {
    return checkpoints.find("notes").orElseThrow().position();
  }

  private void finish() {
    try (SubscriptionRunner runner =
        SubscriptionRunner.builder(store)
            .add(HandlerProcess.noting(store, checkpoints, jdbc))
            .build()) {
      runner.start();
      runner.catchUp(Duration.ofMinutes(2));
    }
  }

  private void cutOwner() {
    jdbc.query(
        "select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory'"
            + " and database = (select oid from pg_database where datname = current_database())"
            + " and pid <> pg_backend_pid()",
        row -> true);
  }

  private long noted() {
    return jdbc.query("select count(*) from notes", row -> row.integer(1)).get(0);
  }
}
