package io.tidemark.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.EventData;
import io.tidemark.ExpectedVersion;
import io.tidemark.StreamId;
import io.tidemark.store.AppendOutcomeUnknownException;
import io.tidemark.store.AppendResult;
import io.tidemark.testdatabase.Fault;
import io.tidemark.testdatabase.FaultyDataSource;
import io.tidemark.testdatabase.TestDatabase;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Once it is not known whether an append is stored, nothing but an answer ends that. */
class UnknownOutcomeTest {
  private static final StreamId STREAM = StreamId.of("account", "1");

  private TestDatabase database;
  private FaultyDataSource source;
  private PostgresEventStore store;

  @BeforeEach
  void openStore() {
    database = LogDatabase.create();
    source = FaultyDataSource.around(database.dataSource());
    store =
        PostgresEventStore.builder(database.dataSource())
            .directConnections(source)
            .outcomeTimeout(Duration.ofSeconds(20))
            .build();
  }

  @AfterEach
  void close() {
    source.heal();
    store.close();
    database.close();
  }

  private AppendResult append(long expected, EventData event) {
    return store.append(STREAM, ExpectedVersion.exactly(expected), List.of(event));
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"LOCK_TIMEOUT", "READ_ONLY", "NO_RIGHT", "LOST_BEFORE", "ERROR_BEFORE"})
  void a_failure_after_a_lost_answer_is_not_told_as_a_refusal(Fault next) {
    source.failCallsTo("executeQuery", Fault.LOST_AFTER, next);
    assertThat(append(0, EventData.of("First", "{}")))
        .isEqualTo(new AppendResult(STREAM, 1, 1, 1, 1, true));
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"ERROR_AFTER", "STACK_OVERFLOW_AFTER", "OUT_OF_MEMORY_AFTER", "NO_REASON"})
  void a_failure_while_the_answer_is_read_is_not_told_as_a_refusal(Fault fault) {
    source.failCallsTo("next", fault);
    assertThat(append(0, EventData.of("First", "{}")))
        .isEqualTo(new AppendResult(STREAM, 1, 1, 1, 1, true));
  }

  @Test
  void what_stays_unknown_until_the_deadline_names_its_event_ids() throws Exception {
    try (PostgresEventStore hasty =
        PostgresEventStore.builder(database.dataSource())
            .directConnections(source)
            .outcomeTimeout(Duration.ofSeconds(5))
            .build()) {
      EventData event = EventData.of("First", "{}");
      source.failAllCallsTo("executeQuery", Fault.LOST_AFTER, Fault.NO_RIGHT);
      assertThatThrownBy(() -> hasty.append(STREAM, ExpectedVersion.exactly(0), List.of(event)))
          .isInstanceOfSatisfying(
              AppendOutcomeUnknownException.class,
              unknown -> assertThat(unknown.eventIds()).containsExactly(event.id()));
      source.heal();
      assertThat(append(0, event).alreadyAppended()).isTrue();
    }
  }

  @Test
  void a_conflict_that_could_still_be_met_by_what_was_sent_first_is_not_told_as_one() {
    EventData event = EventData.of("Fourth", "{}");
    source.failCallsTo("executeQuery", Fault.LOST_BEFORE);
    assertThatThrownBy(() -> append(3, event)).isInstanceOf(AppendOutcomeUnknownException.class);
  }
}
