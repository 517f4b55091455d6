package io.tidemark.projection.postgres;

import io.tidemark.StoreUnavailableException;
import io.tidemark.TidemarkException;
import io.tidemark.jdbc.Session;
import io.tidemark.projection.checkpoint.LeaseTable;
import io.tidemark.projection.checkpoint.RunnerTable;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says again and again which projections this process runs as a whole, so that others can tell
 * whether a runner is alive: one statement for all of them, on a thread of its own. Nothing else
 * hangs on it. A run that is soon over is not told of at all, and costs nothing. Thread-safe.
 */
final class Attendance {
  private static final Logger LOG = LoggerFactory.getLogger(Attendance.class);
  private static final long FIRST_MILLIS = 300;

  private final ReadModelSchema schema;
  private final RunnerTable runners;
  private final LeaseTable leases;
  private final LeaseTable.Member member = LeaseTable.Member.ofThisProcess();
  private final Map<String, Integer> runs = new HashMap<>();
  private @Nullable ScheduledExecutorService rounds;
  private boolean isFirstRoundDue;

  /** Held while the database is told, which nobody who begins a run waits for. */
  private final Object telling = new Object();

  private final Set<String> told = new HashSet<>();
  private boolean hasFailed;

  Attendance(ReadModelSchema schema) {
    this.schema = schema;
    this.runners = new RunnerTable(schema.name());
    this.leases = new LeaseTable(schema.name());
  }

  /** Somebody begins to run a projection. */
  @SuppressWarnings("FutureReturnValueIgnored") // a round that fails says so itself
  synchronized void begin(String projection) {
    if (runs.merge(projection, 1, Integer::sum) > 1) {
      return;
    }
    if (rounds == null) {
      long pause = schema.leaseTime().toMillis() / ShardKeeper.ROUNDS_PER_LEASE;
      rounds = Executors.newSingleThreadScheduledExecutor(Attendance::daemon);
      rounds.scheduleWithFixedDelay(
          this::tryRound, Math.min(FIRST_MILLIS, pause), pause, TimeUnit.MILLISECONDS);
      isFirstRoundDue = true;
    } else if (!isFirstRoundDue) {
      rounds.schedule(this::tryRound, FIRST_MILLIS, TimeUnit.MILLISECONDS);
      isFirstRoundDue = true;
    }
  }

  /** Somebody stops running a projection. */
  void end(String projection) {
    synchronized (this) {
      if (runs.merge(projection, -1, Integer::sum) > 0) {
        return;
      }
      runs.remove(projection);
      if (runs.isEmpty() && rounds != null) {
        rounds.shutdown();
        rounds = null;
      }
    }
    synchronized (telling) {
      if (told.contains(projection) && !names().contains(projection)) {
        told.remove(projection);
        leave(projection);
      }
    }
  }

  private void leave(String projection) {
    try {
      schema
          .jdbc()
          .inSession(
              session -> {
                runners.leave(session, projection, member);
                return true;
              });
    } catch (StoreUnavailableException e) {
      // as a rule whoever stops has closed the pool or the server already, and knows
      LOG.debug("Run of {} was not signed off and runs out: {}", projection, e.getMessage());
    } catch (TidemarkException e) {
      LOG.warn("Run of {} was not signed off and runs out: {}", projection, e.getMessage());
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "attendance-of-projections");
    thread.setDaemon(true);
    return thread;
  }

  private synchronized Set<String> names() {
    isFirstRoundDue = false;
    return Set.copyOf(runs.keySet());
  }

  /** What went wrong once may go right the next time. */
  private void tryRound() {
    synchronized (telling) {
      try {
        round(names());
        hasFailed = false;
      } catch (RuntimeException | Error e) {
        if (!hasFailed) {
          LOG.warn("Others cannot see which projections this process runs: {}", e.getMessage());
        }
        hasFailed = true;
      }
    }
  }

  private void round(Set<String> names) {
    if (names.isEmpty()) {
      return;
    }
    boolean isNews = !told.containsAll(names);
    schema
        .jdbc()
        .inSession(
            session -> {
              if (isNews) {
                prepare(session, names);
              }
              runners.attend(session, names, member, schema.leaseTime());
              return true;
            });
    told.addAll(names);
  }

  private void prepare(Session session, Set<String> names) {
    if (!leases.exists(session)) {
      session.inTransaction(
          () -> {
            schema.checkpoints().lockCreation(session);
            leases.createIfMissing(session);
            return true;
          });
    }
    runners.forgetGone(session, List.copyOf(names));
  }
}
