package io.tidemark.postgres.append;

import io.tidemark.EventData;
import io.tidemark.ExpectedVersion;
import io.tidemark.StoreUnavailableException;
import io.tidemark.StreamId;
import io.tidemark.store.AppendRequest;
import io.tidemark.store.AppendResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One run of a {@link GroupCommit} with several callers and a writer that fails in every way, all
 * drawn from a seed: who waits and who does not, how long each step takes, what fails and when, and
 * who closes at the end. Collects whatever was not as promised.
 */
final class GroupCommitSchedule implements GroupCommit.Writer {
  private static final int CALLERS = 3;
  private static final int APPENDS = 12;
  private static final int LIMIT_SECONDS = 20;
  private static final AppendQueue.Limits[] LIMITS = {
    new AppendQueue.Limits(3, 1_000, 2, 1_000),
    new AppendQueue.Limits(100, 1_000, 100, 12),
    new AppendQueue.Limits(5, 30, 4, 1_000)
  };

  private final long seed;
  private final ExecutorService threads;
  private final Planted planted;
  private final ConcurrentLinkedQueue<String> faults = new ConcurrentLinkedQueue<>();
  private final AtomicInteger writing = new AtomicInteger();
  private final AtomicInteger writes = new AtomicInteger();
  private final ConcurrentLinkedQueue<AppendRequest> order = new ConcurrentLinkedQueue<>();
  private final Set<AppendRequest> written = new HashSet<>();
  private final GroupCommit commit;
  private final AppendQueue.Limits limits;

  /** A mistake made on purpose, to see that it is found. */
  enum Planted {
    NONE,
    AN_APPEND_IS_FORGOTTEN,
    A_BATCH_IS_TURNED_ROUND,
    ANSWERS_ARE_LOST
  }

  GroupCommitSchedule(long seed, ExecutorService threads, Planted planted) {
    this.seed = seed;
    this.threads = threads;
    this.planted = planted;
    this.limits = LIMITS[new Random(seed).nextInt(LIMITS.length)];
    AtomicInteger tasks = new AtomicInteger();
    Executor answers =
        task -> {
          if (planted != Planted.ANSWERS_ARE_LOST || tasks.incrementAndGet() < 2) {
            threads.execute(task);
          }
        };
    this.commit = new GroupCommit("schedule-" + seed, limits, this, new Answering(answers));
  }

  /** Runs to its end and gives what was wrong. */
  List<String> run() throws Exception {
    List<CompletableFuture<Void>> callers = new ArrayList<>();
    for (int n = 0; n < CALLERS; n++) {
      int caller = n;
      callers.add(CompletableFuture.runAsync(() -> call(caller), threads));
    }
    boolean closesEarly = new Random(seed ^ 7).nextInt(3) == 0;
    CompletableFuture<Void> closing = CompletableFuture.completedFuture(null);
    if (closesEarly) {
      closing = CompletableFuture.runAsync(commit::close, threads);
    }
    await("the callers", CompletableFuture.allOf(callers.toArray(CompletableFuture[]::new)));
    await("the early close", closing);
    await("the close", CompletableFuture.runAsync(commit::close, threads));
    requireOrder();
    return List.copyOf(faults);
  }

  private void await(String what, CompletableFuture<?> future) throws Exception {
    int seconds = planted == Planted.NONE ? LIMIT_SECONDS : 2;
    try {
      future.get(seconds, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      faults.add("seed " + seed + ": waited in vain for " + what);
    } catch (ExecutionException e) {
      faults.add("seed " + seed + ": " + what + " ended with " + e.getCause());
    }
  }

  private void call(int caller) {
    Random random = new Random(seed * 31 + caller);
    List<CompletableFuture<AppendResult>> promises = new ArrayList<>();
    List<AtomicInteger> answers = new ArrayList<>();
    for (int n = 1; n <= APPENDS; n++) {
      AppendRequest request =
          new AppendRequest(
              StreamId.of("caller", "" + caller),
              ExpectedVersion.exactly(n),
              List.of(EventData.of("T", "x".repeat(random.nextInt(9)))));
      try {
        if (random.nextBoolean()) {
          PendingAppend append = PendingAppend.waitedFor(List.of(request), inTime());
          commit.submitOrLead(append);
          requirePlace(n, append.await().get(0), null);
        } else {
          promises.add(promise(request, n, answers));
        }
      } catch (StoreUnavailableException closed) {
        break;
      }
      dawdle(random);
    }
    awaitPromises(promises, answers);
  }

  private static Deadline inTime() {
    return Deadline.in(Duration.ofSeconds(LIMIT_SECONDS));
  }

  private CompletableFuture<AppendResult> promise(
      AppendRequest request, int n, List<AtomicInteger> answers) {
    CompletableFuture<AppendResult> promise = new CompletableFuture<>();
    AtomicInteger answered = new AtomicInteger();
    commit.submit(PendingAppend.promised(request, inTime(), promise));
    answers.add(answered);
    return promise.whenComplete(
        (result, failure) -> {
          answered.incrementAndGet();
          requirePlace(n, result, failure);
        });
  }

  private void awaitPromises(
      List<CompletableFuture<AppendResult>> promises, List<AtomicInteger> answers) {
    CompletableFuture.allOf(promises.toArray(CompletableFuture[]::new)).join();
    if (answers.stream().anyMatch(answered -> answered.get() != 1)) {
      faults.add("seed " + seed + ": expected one answer, actual " + answers);
    }
  }

  private void requirePlace(int n, @Nullable AppendResult result, @Nullable Throwable failure) {
    if (result == null || result.lastVersion() != n) {
      faults.add("seed %d: expected version %d, actual %s, %s".formatted(seed, n, result, failure));
    }
  }

  private static void dawdle(Random random) {
    switch (random.nextInt(6)) {
      case 0 -> LockSupport.parkNanos(random.nextInt(300_000));
      case 1 -> LockSupport.parkNanos(1);
      default -> {}
    }
  }

  @Override
  public void write(Batch batch, Answering answering) {
    if (writing.incrementAndGet() != 1) {
      faults.add("seed " + seed + ": two batches are written at once");
    }
    Random random = new Random(seed * 131 + writes.incrementAndGet());
    try {
      requireWithinLimits(batch);
      record(batch.appends());
      dawdle(random);
      failOrSettle(batch, answering, random);
    } finally {
      writing.decrementAndGet();
    }
  }

  private void requireWithinLimits(Batch batch) {
    long characters = 0;
    for (PendingAppend append : batch.appends().subList(0, batch.appends().size() - 1)) {
      characters += append.characters();
    }
    if (batch.appends().size() > limits.batchEvents() || characters >= limits.batchCharacters()) {
      faults.add("seed " + seed + ": a batch is too large");
    }
  }

  private void record(List<PendingAppend> appends) {
    for (PendingAppend append : appends) {
      if (written.add(append.requests().get(0))) {
        order.add(append.requests().get(0));
      }
    }
  }

  private void failOrSettle(Batch batch, Answering answering, Random random) {
    List<PendingAppend> appends = new ArrayList<>(batch.unsettled());
    if (planted == Planted.A_BATCH_IS_TURNED_ROUND) {
      order.removeAll(appends.stream().map(append -> append.requests().get(0)).toList());
      Collections.reverse(appends);
      appends.forEach(append -> order.add(append.requests().get(0)));
    }
    int fault = random.nextInt(12);
    if (fault == 0) {
      throw new StackOverflowError("planted before anything is settled");
    }
    for (PendingAppend append : appends) {
      if (planted == Planted.AN_APPEND_IS_FORGOTTEN && random.nextInt(5) == 0) {
        continue;
      }
      append.settle(GroupCommitSchedule::stored);
      if (fault == 1) {
        throw new OutOfMemoryError("planted after one is settled");
      }
      if (fault == 2) {
        answering.tell(List.of(append)); // as when they go one by one
      }
    }
    if (fault == 3) {
      throw new IllegalStateException("planted after all are settled");
    }
    if (fault == 4) {
      Thread.currentThread().interrupt();
    }
  }

  private static List<AppendResult> stored(PendingAppend append) {
    AppendRequest request = append.requests().get(0);
    long version = ((ExpectedVersion.Exactly) request.expected()).version();
    return List.of(new AppendResult(request.stream(), version, version, version, version, false));
  }

  /** Each caller's appends were written in the order in which it handed them in. */
  private void requireOrder() {
    for (int n = 0; n < CALLERS; n++) {
      StreamId stream = StreamId.of("caller", "" + n);
      long last = -1;
      for (AppendRequest request : order) {
        long version = ((ExpectedVersion.Exactly) request.expected()).version();
        if (request.stream().equals(stream) && version <= last) {
          faults.add("seed " + seed + ": " + stream + " wrote " + version + " after " + last);
        }
        last = request.stream().equals(stream) ? version : last;
      }
    }
  }
}
