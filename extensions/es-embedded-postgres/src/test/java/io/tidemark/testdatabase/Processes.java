package io.tidemark.testdatabase;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waiting for processes, and for anything else a test has to wait for. */
public final class Processes {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private Processes() {}

  /** Returns when none of them runs any more. */
  public static void awaitEnd(List<ProcessHandle> processes) {
    await("end of " + processes, () -> processes.stream().noneMatch(Processes::runs));
  }

  /**
   * Polls until the condition holds.
   *
   * @throws AssertionError if it does not within a minute
   */
  public static void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("Waited in vain for " + what);
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }
  }

  /**
   * A killed process that its parent has not asked about yet does not run, although it is still
   * listed.
   */
  public static boolean runs(ProcessHandle process) {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
      return "ZX".indexOf(stat.charAt(stat.lastIndexOf(')') + 2)) < 0;
    } catch (IOException notLinuxOrGone) {
      return process.isAlive();
    }
  }
}
