package io.tidemark.benchmarks.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.benchmarks.measure.Database;
import io.tidemark.benchmarks.streams.log.EventLog;
import io.tidemark.benchmarks.streams.log.Replay;
import io.tidemark.benchmarks.streams.peer.TableOfEvents;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** With few events all make the rows of the plain fold, but for whom it is known to be wrong. */
@TestInstance(Lifecycle.PER_CLASS)
class ContendersTest {
  private static final Event[] EVENTS = Event.generate(15_000, 40);

  private Database database;

  @BeforeAll
  void a_log_and_a_table() throws Exception {
    database = Database.open(StreamOptions.parse(new String[0]).common());
    TableOfEvents.create(database, EVENTS);
    EventLog.create(database, EVENTS);
  }

  @AfterAll
  void close() throws Exception {
    database.close();
  }

  Stream<Arguments> works() {
    return Stream.of(Workload.values())
        .flatMap(
            work ->
                Contenders.all(database).stream()
                    .filter(contender -> contender.can(work) && contender.isRight(work))
                    .map(contender -> Arguments.of(work, contender)));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("works")
  void makes_the_rows_of_the_plain_fold(Workload work, Contender contender) throws Exception {
    OneRun run = OneRun.of(contender, work, EVENTS);

    assertThat(run.rows())
        .isEqualTo(OneRun.expected(work, EVENTS, run.events()))
        .doesNotStartWith("0:");
  }

  @ParameterizedTest
  @MethodSource("io.tidemark.benchmarks.streams.Workload#values")
  void a_replay_reads_all_events(Workload work) throws Exception {
    assertThat(OneRun.of(new Replay(database), work, EVENTS).rows())
        .startsWith((EVENTS.length + 1) + ":");
  }
}
