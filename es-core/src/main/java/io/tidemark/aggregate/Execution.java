package io.tidemark.aggregate;

import io.tidemark.EventData;
import io.tidemark.Metadata;
import io.tidemark.Versioned;
import io.tidemark.aggregate.DecisionLogic.Decision;
import io.tidemark.snapshot.Snapshot;
import io.tidemark.store.WrongExpectedVersionException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** One command on its way through a lane, on the thread of its caller. */
final class Execution<C, S, E> {
  private final CommandLoop.Setup<C, S, E> setup;
  private final Lane<S> lane;
  private final Metadata metadata;
  private final C command;
  private final long began;

  Execution(CommandLoop.Setup<C, S, E> setup, Lane<S> lane, Metadata metadata, C command) {
    this.setup = setup;
    this.lane = lane;
    this.metadata = metadata;
    this.command = command;
    this.began = lane.now();
  }

  CommandResult run() {
    int attempt = 1;
    while (true) {
      Decided decided = lane.locked(this::decide);
      if (decided instanceof Raised raised) {
        try {
          return store(raised, attempt);
        } catch (SupersededException again) {
          // It was never tried, because what it was decided on was not stored.
        } catch (WrongExpectedVersionException conflict) {
          pauseOrGiveUp(attempt, conflict);
          attempt++;
        }
      } else if (decided instanceof NothingRaised nothing && stands(nothing)) {
        return answer(nothing, attempt);
      }
    }
  }

  private Decided decide() {
    Decided decided = decideOn(lane.state());
    boolean mayBeOutdated =
        decided instanceof NothingRaised && lane.isIdle() && !lane.isConfirmedAfter(began);
    return mayBeOutdated ? decideOn(lane.refreshed()) : decided;
  }

  private Decided decideOn(Versioned<S> before) {
    try {
      Decision<S, E> decision =
          NestedCommands.during(lane.stream(), () -> setup.logic().decide(command, before.state()));
      return decision.events().isEmpty()
          ? new NothingRaised(null, before.version(), lane.underWay())
          : append(decision);
    } catch (RuntimeException refusal) {
      if (!setup.logic().isUntouched(before.state())) {
        lane.forget();
      }
      return new NothingRaised(refusal, before.version(), lane.underWay());
    } catch (Error error) {
      lane.forget();
      throw error;
    }
  }

  private Raised append(Decision<S, E> decision) {
    List<EventData> events = encode(decision.events());
    PendingDecision append = lane.append(events, decision.after());
    Versioned<S> after = new Versioned<>(decision.after(), append.lastVersion());
    Optional<Snapshot> snapshot = setup.snapshots().capture(lane.stream(), after, events.size());
    return new Raised(append, append.batch().isLedBy(append), snapshot);
  }

  private List<EventData> encode(List<E> events) {
    try {
      Instant now = setup.clock().instant();
      List<EventData> encoded = new ArrayList<>(events.size());
      for (E event : events) {
        encoded.add(setup.codec().encode(event, metadata, now));
      }
      return encoded;
    } catch (RuntimeException e) {
      lane.forget(); // a mutable state holds them already
      throw e;
    }
  }

  private CommandResult store(Raised raised, int attempt) {
    PendingDecision append = raised.append();
    if (raised.leads()) {
      new DecisionSender(setup.store()).send(append.batch(), lane);
    }
    long position = append.awaitPosition();
    raised.snapshot().ifPresent(setup.snapshots()::save);
    return new CommandResult(
        lane.stream(), append.lastVersion(), position, append.events().size(), attempt);
  }

  /**
   * A refusal counts if the state it was made on has been the newest at some time during this call.
   * State that is under way may never be stored; what was sent before this call began may have been
   * overtaken by another process.
   */
  private boolean stands(NothingRaised nothing) {
    return nothing.underWay().map(batch -> batch.isStoredAndSentAfter(began)).orElse(true);
  }

  private CommandResult answer(NothingRaised nothing, int attempt) {
    if (nothing.refusal() != null) {
      throw nothing.refusal();
    }
    return new CommandResult(lane.stream(), nothing.version(), 0, 0, attempt);
  }

  private void pauseOrGiveUp(int attempt, WrongExpectedVersionException conflict) {
    if (attempt >= setup.retry().maxAttempts()) {
      throw conflict;
    }
    LockSupport.parkNanos(setup.retry().delayBefore(attempt + 1).toNanos());
  }

  /** What came of deciding once. */
  private sealed interface Decided {}

  private record Raised(PendingDecision append, boolean leads, Optional<Snapshot> snapshot)
      implements Decided {}

  private record NothingRaised(
      @Nullable RuntimeException refusal, long version, Optional<DecisionBatch> underWay)
      implements Decided {}
}
