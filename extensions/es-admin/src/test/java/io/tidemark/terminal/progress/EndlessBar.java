package io.tidemark.terminal.progress;

import io.tidemark.terminal.Output;
import io.tidemark.terminal.ProcessEnd;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.LockSupport;

/** A process that never gets done, and keeps printing also while it ends. */
final class EndlessBar {
  private static final long TOTAL = 1_000_000;

  private EndlessBar() {}

  public static void main(String[] arguments) {
    PrintStream stream =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    Output terminal = new Output(stream, true, () -> 80);
    try (ProgressBar bar = new ProgressBar("Working", terminal)) {
      for (long done = 0; done < TOTAL; done++) {
        bar.update(done, TOTAL);
        LockSupport.parkNanos(1_000_000);
        if (ProcessEnd.hasBegun()) {
          terminal.line("one more line");
        }
      }
    }
  }
}
