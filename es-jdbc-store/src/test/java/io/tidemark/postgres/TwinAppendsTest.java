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
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** The same append, sent several times at once: by a caller who would not wait, say. */
class TwinAppendsTest {
  private static final int REQUESTS = 200;
  private static final int TWINS = 4;

  @Test
  void are_stored_once_and_answered_the_same_whatever_they_expect() throws Exception {
    List<ExpectedVersion> conditions =
        List.of(ExpectedVersion.noStream(), ExpectedVersion.any(), ExpectedVersion.exactly(0));
    ExecutorService threads = Executors.newFixedThreadPool(TWINS);
    try (TestDatabase database = LogDatabase.create();
        PostgresEventStore store = PostgresEventStore.builder(database.dataSource()).build()) {
      CyclicBarrier together = new CyclicBarrier(TWINS);
      for (int n = 0; n < REQUESTS; n++) {
        AppendRequest request =
            new AppendRequest(
                StreamId.of("twin", "" + n),
                conditions.get(n % conditions.size()),
                List.of(EventData.of("T", "{}"), EventData.of("T", "{}")));
        List<CompletableFuture<AppendResult>> results = new ArrayList<>();
        for (int twin = 0; twin < TWINS; twin++) {
          results.add(
              CompletableFuture.supplyAsync(() -> append(store, request, together), threads));
        }
        List<AppendResult> told = results.stream().map(CompletableFuture::join).toList();
        assertThat(told).extracting(AppendResult::firstPosition).containsOnly(2L * n + 1);
        assertThat(told).filteredOn(result -> !result.alreadyAppended()).hasSize(1);
      }
      assertThat(new LogAssertions(database.dataSource()).assertIntact().count())
          .isEqualTo(2 * REQUESTS);
    } finally {
      threads.shutdown();
    }
  }

  private static AppendResult append(
      PostgresEventStore store, AppendRequest request, CyclicBarrier together) {
    try {
      together.await();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    return store.append(request);
  }
}
