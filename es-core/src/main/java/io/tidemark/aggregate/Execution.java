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
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One command on its way through a lane, on the thread of its caller. However it ends, nobody else
 * is left waiting for it.
 */
final class Execution<C, S, E> {
  private final CommandLoop.Setup<C, S, E> setup;
  private final Lane<S> lane;
  private final Metadata metadata;
  private final C command;
  private final long began;

  /** What this thread has in the lane; set as soon as it is there. */
  private @Nullable PendingDecision pending;

  private @Nullable S decided;

  Execution(CommandLoop.Setup<C, S, E> setup, Lane<S> lane, Metadata metadata, C command) {
    this.setup = setup;
    this.lane = lane;
    this.metadata = metadata;
    this.command = command;
    this.began = lane.now();
  }

  CommandResult run() {
    try {
      return decideUntilAnswered();
    } catch (Throwable e) {
      PendingDecision mine = pending;
      if (mine != null && mine.leads()) {
        DecisionSender.abandon(mine.batch(), lane, e);
      }
      throw e;
    }
  }

  /** The state that was decided last; for a state that does not change. */
  S decided() {
    return Objects.requireNonNull(decided, "decided");
  }

  private CommandResult decideUntilAnswered() {
    int attempt = 1;
    while (true) {
      pending = null;
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
      requireExpected(before.version());
      Decision<S, E> decision =
          NestedCommands.during(lane.stream(), () -> setup.logic().decide(command, before.state()));
      decided = decision.after();
      return decision.events().isEmpty()
          ? new NothingRaised(null, before.version(), lane.underWay())
          : append(decision, before.version());
    } catch (RuntimeException refusal) {
      if (!setup.logic().isUntouched(before.state())) {
        lane.forget();
      }
      return new NothingRaised(refusal, before.version(), lane.underWay());
    } catch (Throwable error) {
      lane.forget();
      throw error;
    }
  }

  /**
   * What follows from a version that meets the condition is appended to exactly that version, so
   * the store checks the condition too.
   */
  private void requireExpected(long version) {
    if (!setup.expected().isMetBy(version)) {
      throw new StreamConditionException(lane.stream(), setup.expected(), version);
    }
  }

  private Raised append(Decision<S, E> decision, long before) {
    List<EventData> events = encode(decision.events());
    Versioned<S> after = new Versioned<>(decision.after(), before + events.size());
    Optional<Snapshot> snapshot = setup.snapshots().capture(lane.stream(), after, events.size());
    pending = lane.append(events, after);
    return new Raised(pending, snapshot);
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
    PendingDecision sent = raised.pending();
    if (sent.leads()) {
      new DecisionSender(setup.store()).send(sent.batch(), lane);
    }
    long position = sent.awaitPosition(lane.stream());
    raised.snapshot().ifPresent(setup.snapshots()::save);
    return new CommandResult(
        lane.stream(), sent.lastVersion(), position, sent.events().size(), attempt);
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
    setup.retry().pauseBefore(attempt + 1);
  }

  /** What came of deciding once. */
  private sealed interface Decided {}

  private record Raised(PendingDecision pending, Optional<Snapshot> snapshot) implements Decided {}

  private record NothingRaised(
      @Nullable RuntimeException refusal, long version, Optional<DecisionBatch> underWay)
      implements Decided {}
}
