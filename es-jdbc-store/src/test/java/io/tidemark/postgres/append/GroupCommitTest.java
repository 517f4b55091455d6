package io.tidemark.postgres.append;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.tidemark.EventData;
import io.tidemark.ExpectedVersion;
import io.tidemark.StoreUnavailableException;
import io.tidemark.StreamId;
import io.tidemark.store.AppendRequest;
import io.tidemark.store.AppendResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class GroupCommitTest {
  private static final AppendQueue.Limits LIMITS = new AppendQueue.Limits(10, 1_000, 4, 100);

  private static final AppendAnswer STORED =
      append -> List.of(new AppendResult(append.stream(), 1, 1, 1, 1, false));

  private final ConcurrentLinkedQueue<List<PendingAppend>> batches = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<Thread> writers = new ConcurrentLinkedQueue<>();
  private final CountDownLatch mayWrite = new CountDownLatch(1);

  private void write(Batch batch, Answering answering) {
    batches.add(batch.appends());
    writers.add(Thread.currentThread());
    try {
      assertThat(mayWrite.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    batch.unsettled().forEach(append -> append.settle(STORED));
  }

  private static PendingAppend append(String data) {
    return append(List.of(EventData.of("T", data)));
  }

  private static PendingAppend append(List<EventData> events) {
    return PendingAppend.waitedFor(
        List.of(new AppendRequest(StreamId.of("s", "1"), ExpectedVersion.any(), events)),
        Deadline.in(Duration.ofSeconds(60)));
  }

  private static GroupCommit commit(AppendQueue.Limits limits, GroupCommit.Writer writer) {
    return new GroupCommit("test", limits, writer, new Answering(Runnable::run));
  }

  @Test
  void a_caller_that_finds_nobody_writing_writes_on_its_own_thread() {
    mayWrite.countDown();
    try (GroupCommit commit = commit(LIMITS, this::write)) {
      commit.submitOrLead(append("1"));
      commit.submitOrLead(append("2"));
    }
    assertThat(writers).containsExactly(Thread.currentThread(), Thread.currentThread());
  }

  @Test
  void what_arrives_during_a_commit_travels_together_in_order_up_to_a_full_batch() {
    List<PendingAppend> handedIn = new ArrayList<>();
    try (GroupCommit commit = commit(LIMITS, this::write)) {
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
    try (GroupCommit commit = commit(LIMITS, this::write)) {
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
  void an_event_that_is_in_the_batch_already_goes_into_the_next() {
    List<EventData> twin = List.of(EventData.of("T", "1"));
    try (GroupCommit commit = commit(LIMITS, this::write)) {
      commit.submit(append("1"));
      awaitFirstBatch();
      commit.submit(append(twin));
      commit.submit(append("2"));
      commit.submit(append(twin));
      commit.submit(append("3"));
      mayWrite.countDown();
    }
    assertThat(batches).extracting(List::size).containsExactly(1, 2, 2);
  }

  @Test
  void a_caller_is_held_back_until_its_deadline_and_no_longer() {
    try (GroupCommit commit = commit(LIMITS, this::write)) {
      commit.submit(append("1"));
      awaitFirstBatch();
      for (int n = 0; n < LIMITS.queuedAppends(); n++) {
        commit.submit(append("1"));
      }
      PendingAppend late =
          PendingAppend.waitedFor(append("1").requests(), Deadline.in(Duration.ofMillis(50)));
      assertThatThrownBy(() -> commit.submit(late))
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageContaining("actual 10 appends of 30 characters before it");
      mayWrite.countDown();
    }
  }

  @Test
  void a_leader_that_an_error_hits_is_replaced() {
    mayWrite.countDown();
    PendingAppend append = append("1");
    try (GroupCommit commit =
        commit(
            LIMITS,
            (batch, answering) -> {
              if (batch.isLedByCaller()) {
                throw new StackOverflowError("planted");
              }
              write(batch, answering);
            })) {
      commit.submitOrLead(append);
      assertThat(append.await().get(0).lastPosition()).isEqualTo(1);
    }
    assertThat(writers).extracting(Thread::getName).containsExactly("test");
  }

  @Test
  void within_a_batch_nothing_can_be_waited_for() {
    mayWrite.countDown();
    List<Throwable> thrown = new ArrayList<>();
    GroupCommit[] self = new GroupCommit[1];
    try (GroupCommit commit =
        commit(
            LIMITS,
            (batch, answering) -> {
              if (thrown.isEmpty()) {
                thrown.add(catchThrowable(() -> self[0].submitOrLead(append("2"))));
                thrown.add(catchThrowable(() -> self[0].close()));
              }
              write(batch, answering);
            })) {
      self[0] = commit;
      commit.submitOrLead(append("1"));
    }
    assertThat(thrown).hasSize(2).allMatch(IllegalStateException.class::isInstance);
  }

  @Test
  void callers_are_held_back_while_too_much_waits() {
    try (GroupCommit commit = commit(LIMITS, this::write)) {
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
    GroupCommit commit = commit(LIMITS, this::write);
    List<PendingAppend> taken = List.of(append("1"), append("2"), append("3"));
    taken.forEach(commit::submit);
    mayWrite.countDown();
    commit.close();
    assertThat(taken).allMatch(append -> append.isSettled());
    assertThatThrownBy(() -> commit.submitOrLead(append("4")))
        .isInstanceOf(StoreUnavailableException.class);
  }

  @Test
  void callers_that_commit_all_the_time_travel_together_and_not_in_two_groups() throws Exception {
    mayWrite.countDown();
    ConcurrentLinkedQueue<Integer> sizes = new ConcurrentLinkedQueue<>();
    try (GroupCommit commit =
        commit(
            new AppendQueue.Limits(100, 1_000, 100, 1_000),
            (batch, answering) -> {
              sizes.add(batch.appends().size());
              LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(40));
              write(batch, answering);
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
