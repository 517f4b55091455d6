package io.tidemark.postgres.append;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.EventData;
import io.tidemark.ExpectedVersion;
import io.tidemark.StoreUnavailableException;
import io.tidemark.StreamId;
import io.tidemark.store.AppendRequest;
import io.tidemark.store.AppendResult;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class GroupCommitTest {
  private static final GroupCommit.Limits LIMITS = new GroupCommit.Limits(10, 1_000, 4, 100);

  private final ConcurrentLinkedQueue<List<PendingAppend>> batches = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<Thread> writers = new ConcurrentLinkedQueue<>();
  private final CountDownLatch mayWrite = new CountDownLatch(1);

  private Runnable write(List<PendingAppend> batch) {
    batches.add(batch);
    writers.add(Thread.currentThread());
    try {
      assertThat(mayWrite.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return () -> batch.forEach(GroupCommitTest::complete);
  }

  private static void complete(PendingAppend append) {
    append.result().complete(new AppendResult(append.request().stream(), 1, 1, 1, 1, false));
  }

  private static PendingAppend append(String data) {
    return new PendingAppend(
        new AppendRequest(
            StreamId.of("s", "1"), ExpectedVersion.any(), List.of(EventData.of("T", data))));
  }

  @Test
  void a_caller_that_finds_nobody_writing_writes_on_its_own_thread() {
    mayWrite.countDown();
    try (GroupCommit commit = new GroupCommit("test", LIMITS, this::write)) {
      commit.submitOrLead(append("1"));
      commit.submitOrLead(append("2"));
    }
    assertThat(writers).containsExactly(Thread.currentThread(), Thread.currentThread());
  }

  @Test
  void what_arrives_during_a_commit_travels_together_in_order_up_to_a_full_batch() {
    List<PendingAppend> handedIn = new ArrayList<>();
    try (GroupCommit commit = new GroupCommit("test", LIMITS, this::write)) {
      for (int n = 0; n < 9; n++) {
        handedIn.add(append("" + n));
        commit.submit(handedIn.get(n));
        awaitFirstBatch();
      }
      mayWrite.countDown();
      handedIn.forEach(PendingAppend::await);
    }
    assertThat(batches).extracting(List::size).containsExactly(1, 4, 4);
    assertThat(batches.stream().flatMap(List::stream)).containsExactlyElementsOf(handedIn);
  }

  @Test
  void a_batch_is_full_by_its_characters_too() {
    try (GroupCommit commit = new GroupCommit("test", LIMITS, this::write)) {
      commit.submit(append("1"));
      awaitFirstBatch();
      for (int n = 0; n < 4; n++) {
        commit.submit(append("x".repeat(60)));
      }
      mayWrite.countDown();
    }
    assertThat(batches).extracting(List::size).containsExactly(1, 2, 2);
  }

  private void awaitFirstBatch() {
    io.tidemark.testdatabase.Processes.await("the first batch", () -> !batches.isEmpty());
  }

  @Test
  void callers_are_held_back_while_too_much_waits() {
    try (GroupCommit commit = new GroupCommit("test", LIMITS, this::write)) {
      commit.submit(append("1"));
      awaitFirstBatch();
      for (int n = 0; n < LIMITS.queuedAppends(); n++) {
        commit.submit(append("1"));
      }
      CompletableFuture<Void> oneMore =
          CompletableFuture.runAsync(() -> commit.submit(append("1")));
      assertThatThrownBy(() -> oneMore.get(100, TimeUnit.MILLISECONDS))
          .isInstanceOf(java.util.concurrent.TimeoutException.class);
      mayWrite.countDown();
      oneMore.join();
    }
    assertThat(batches.stream().mapToInt(List::size).sum()).isEqualTo(12);
  }

  @Test
  void closing_writes_what_was_taken_and_takes_no_more() {
    GroupCommit commit = new GroupCommit("test", LIMITS, this::write);
    List<PendingAppend> taken = List.of(append("1"), append("2"), append("3"));
    taken.forEach(commit::submit);
    mayWrite.countDown();
    commit.close();
    assertThat(taken).allMatch(append -> append.result().isDone());
    assertThatThrownBy(() -> commit.submitOrLead(append("4")))
        .isInstanceOf(StoreUnavailableException.class);
  }

  @Test
  void callers_that_commit_all_the_time_travel_together_and_not_in_two_groups() throws Exception {
    mayWrite.countDown();
    ConcurrentLinkedQueue<Integer> sizes = new ConcurrentLinkedQueue<>();
    try (GroupCommit commit =
        new GroupCommit(
            "test",
            new GroupCommit.Limits(100, 1_000, 100, 1_000),
            batch -> {
              sizes.add(batch.size());
              LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(40));
              return write(batch);
            })) {
      List<CompletableFuture<Void>> callers = new ArrayList<>();
      for (int n = 0; n < 4; n++) {
        callers.add(
            CompletableFuture.runAsync(
                () -> appendTimes(commit, 15), task -> new Thread(task).start()));
      }
      callers.forEach(CompletableFuture::join);
    }
    assertThat(sizes.stream().filter(size -> size == 4).count()).isGreaterThan(4);
  }

  private static void appendTimes(GroupCommit commit, int times) {
    for (int n = 0; n < times; n++) {
      PendingAppend append = append("1");
      commit.submitOrLead(append);
      append.await();
    }
  }
}
