package io.tidemark.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.EventData;
import io.tidemark.ExpectedVersion;
import io.tidemark.StreamId;
import io.tidemark.store.AppendRequest;
import io.tidemark.store.AppendResult;
import io.tidemark.testdatabase.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What users do in the answer to an {@code appendAsync}. */
class ChainedAppendsTest {
  private TestDatabase database;
  private PostgresEventStore store;

  @BeforeEach
  void openStore() {
    database = LogDatabase.create();
    store = PostgresEventStore.builder(database.dataSource()).build();
  }

  /** Dropping the database ends also a store that does not answer any more. */
  @AfterEach
  void close() {
    database.close();
    CompletableFuture.runAsync(store::close).completeOnTimeout(null, 10, TimeUnit.SECONDS).join();
  }

  private static AppendRequest request(int stream) {
    return new AppendRequest(
        StreamId.of("s", "" + stream), ExpectedVersion.any(), List.of(EventData.of("T", "{}")));
  }

  private CompletionStage<AppendResult> appendAsync(int stream) {
    return store.appendAsync(request(stream));
  }

  @Test
  void more_chains_than_may_wait_all_come_to_their_end() throws Exception {
    CompletableFuture<Long> last =
        CompletableFuture.supplyAsync(
            () -> {
              List<CompletableFuture<AppendResult>> chains = new ArrayList<>();
              for (int n = 0; n < 10_000; n++) {
                int stream = n;
                chains.add(
                    appendAsync(n).thenCompose(first -> appendAsync(stream)).toCompletableFuture());
              }
              return chains.stream()
                  .mapToLong(chain -> chain.join().lastPosition())
                  .max()
                  .orElse(0);
            });
    assertThat(last.get(90, TimeUnit.SECONDS)).isEqualTo(20_000);
  }

  @Test
  void an_answer_may_append_again_and_wait_for_it() throws Exception {
    CompletableFuture<Long> second =
        appendAsync(1)
            .thenApply(first -> store.append(request(2)).lastPosition())
            .toCompletableFuture();
    CompletableFuture<Long> third =
        appendAsync(3)
            .thenApply(first -> appendAsync(4).toCompletableFuture().join().lastPosition())
            .toCompletableFuture();
    assertThat(second.get(30, TimeUnit.SECONDS) + third.get(30, TimeUnit.SECONDS)).isPositive();
    assertThat(store.head()).isEqualTo(4);
  }

  @Test
  void an_answer_that_takes_long_holds_up_nobody_else() throws Exception {
    CompletableFuture<Void> release = new CompletableFuture<>();
    CompletableFuture<Void> slow = appendAsync(1).thenRun(release::join).toCompletableFuture();
    CompletableFuture<Void> another =
        appendAsync(2).thenRun(() -> store.append(request(3))).toCompletableFuture();
    another.get(30, TimeUnit.SECONDS);
    release.complete(null);
    slow.get(30, TimeUnit.SECONDS);
  }

  @Test
  void an_answer_may_close_the_store() throws Exception {
    appendAsync(1).thenRun(store::close).toCompletableFuture().get(30, TimeUnit.SECONDS);
  }
}
