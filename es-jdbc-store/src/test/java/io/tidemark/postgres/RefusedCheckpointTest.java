package io.tidemark.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.EventData;
import io.tidemark.ExpectedVersion;
import io.tidemark.RecordedEvent;
import io.tidemark.RetryPolicy;
import io.tidemark.StreamId;
import io.tidemark.codec.JacksonEventCodec;
import io.tidemark.handler.HandlerSubscriber;
import io.tidemark.jdbc.Jdbc;
import io.tidemark.store.LogQuery;
import io.tidemark.subscription.Subscriber;
import io.tidemark.subscription.SubscriberFailedException;
import io.tidemark.subscription.SubscriptionRunner;
import io.tidemark.testdatabase.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a handler did is done, also where its checkpoint cannot be kept. */
class RefusedCheckpointTest {
  sealed interface Mail {
    record Due() implements Mail {}
  }

  private static final String REFUSAL =
      """
      create function tidemark.refuse() returns trigger language plpgsql as $$
      begin
        if new.position <> old.position then
          raise exception 'not allowed' using errcode = '42501';
        end if;
        return new;
      end $$
      """;

  @Test
  void a_checkpoint_that_may_not_be_kept_repeats_an_event_once_per_attempt_only() {
    try (TestDatabase database = LogDatabase.create();
        PostgresEventStore store = PostgresEventStore.builder(database.dataSource()).build()) {
      Jdbc owner = new Jdbc(database.dataSource());
      owner.update(REFUSAL);
      owner.update(
          "create trigger refuse before update on tidemark.checkpoints"
              + " for each row execute function tidemark.refuse()");
      List<EventData> mails = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        mails.add(EventData.of("Due", "{}"));
      }
      store.append(StreamId.of("mail", "1"), ExpectedVersion.any(), mails);
      List<Long> handled = new ArrayList<>();
      Subscriber handler =
          HandlerSubscriber.atLeastOnce(
                  "mails", PostgresCheckpointStore.of(database.dataSource(), "tidemark"))
              .fromBeginning(store)
              .events(LogQuery.all(), JacksonEventCodec.ofSealed(Mail.class))
              .handledBy((Mail mail, RecordedEvent recorded) -> handled.add(recorded.position()));

      try (SubscriptionRunner runner =
          SubscriptionRunner.builder(store)
              .add(handler)
              .retry(RetryPolicy.of(3, Duration.ofMillis(1), Duration.ofMillis(2)))
              .build()) {
        assertThatThrownBy(runner::catchUp)
            .isInstanceOf(SubscriberFailedException.class)
            .hasMessageContaining("not allowed");
      }
      assertThat(handled).containsExactly(1L, 1L, 1L);
    }
  }
}
