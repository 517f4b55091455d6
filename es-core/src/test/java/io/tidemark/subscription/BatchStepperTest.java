package io.tidemark.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.EventData;
import io.tidemark.ExpectedVersion;
import io.tidemark.StreamId;
import io.tidemark.inmemory.InMemoryEventStore;
import io.tidemark.store.LogQuery;
import io.tidemark.subscription.BatchStepper.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a subscriber is asked when the log is quiet. */
class BatchStepperTest {
  private final InMemoryEventStore store = new InMemoryEventStore();
  private final Resting resting = new Resting(LedgerSubscriber.willing(store));
  private final BatchStepper stepper = new BatchStepper(store, resting, 10);

  @AfterEach
  void close() {
    store.close();
  }

  /** Wants things, and counts the moments in which it may rest. */
  private static final class Resting extends ForwardingSubscriber {
    private final List<Long> rests = new ArrayList<>();
    private boolean isOvertaken;

    Resting(Subscriber next) {
      super(next);
    }

    @Override
    public LogQuery query() {
      return LogQuery.all().categories(Set.of("thing"));
    }

    @Override
    public Optional<Checkpoint> idle(Checkpoint at) {
      rests.add(at.position());
      return isOvertaken ? Optional.empty() : super.idle(at);
    }
  }

  private Outcome step() {
    return stepper.step(Duration.ZERO).outcome();
  }

  @Test
  void it_may_rest_when_nothing_that_it_wants_has_come() {
    assertThat(step()).isEqualTo(Outcome.WAITED);
    LedgerSubscriber.append(store, 2);
    assertThat(step()).isEqualTo(Outcome.APPLIED);
    assertThat(resting.rests).containsExactly(0L);
    assertThat(step()).isEqualTo(Outcome.WAITED);
    store.append(
        StreamId.of("other", "1"), ExpectedVersion.any(), List.of(EventData.of("Done", "{}")));
    assertThat(step()).isEqualTo(Outcome.APPLIED);
    assertThat(resting.rests).containsExactly(0L, 2L, 3L);
  }

  @Test
  void one_that_was_overtaken_meanwhile_is_asked_where_it_is() {
    resting.isOvertaken = true;
    assertThat(step()).isEqualTo(Outcome.OVERTAKEN);
    resting.isOvertaken = false;
    assertThat(step()).isEqualTo(Outcome.WAITED);
    assertThat(resting.rests).containsExactly(0L, 0L);
  }
}
