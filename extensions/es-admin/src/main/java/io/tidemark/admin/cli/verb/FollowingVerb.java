package io.tidemark.admin.cli.verb;

import io.tidemark.StoreUnavailableException;
import io.tidemark.admin.AdministeredSystem;
import io.tidemark.terminal.Console;
import io.tidemark.terminal.FailureText;
import io.tidemark.terminal.UntilInterrupted;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A command that goes on until Ctrl-C, or until nobody reads any more, if it is asked to. */
public abstract class FollowingVerb extends OpenedVerb {
  private static final Duration WHILE_AWAY = Duration.ofSeconds(1);

  /** Short, so that an interrupt is noticed soon. */
  private static final Duration LOOK_FOR_INTERRUPT = Duration.ofMillis(100);

  private @Nullable UntilInterrupted interruption;

  /** On this system. */
  protected FollowingVerb(Console console, AdministeredSystem system) {
    super(console, system);
  }

  @Override
  public Integer call() {
    if (!isFollowing()) {
      return super.call();
    }
    try (UntilInterrupted begun = UntilInterrupted.begin()) {
      interruption = begun;
      return super.call();
    }
  }

  /** Whether it goes on. */
  protected abstract boolean isFollowing();

  /**
   * Does a step again and again until the end has come. Outlives a database that is away.
   *
   * @param pause between two steps
   */
  protected final void goOn(Duration pause, Runnable step) {
    boolean isAway = false;
    while (!isOver()) {
      try {
        step.run();
        if (isAway) {
          tell("the database is back");
          isAway = false;
        }
        pause(pause);
      } catch (StoreUnavailableException e) {
        if (!isAway && !isOver()) {
          tell("database away, trying until it is back: " + FailureText.of(e));
          isAway = true;
        }
        pause(WHILE_AWAY);
      }
    }
  }

  /** Waits so long, or until the end has come. */
  protected final void pause(Duration pause) {
    long end = System.nanoTime() + pause.toNanos();
    while (!isOver() && System.nanoTime() - end < 0) {
      LockSupport.parkNanos(LOOK_FOR_INTERRUPT.toNanos());
    }
  }

  /** Whether the end has come. */
  protected final boolean isOver() {
    return out().isClosed() || (interruption != null && interruption.isAsked());
  }
}
