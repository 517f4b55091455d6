package io.tidemark.terminal;

/** The end of this process: by Ctrl-C, by another signal, or because it is done. */
public final class ProcessEnd {
  private ProcessEnd() {}

  /**
   * Whether the process is ending already. What fails then usually fails because of that, as all
   * that was open is being closed.
   */
  public static boolean hasBegun() {
    Thread probe = new Thread(() -> {}, "probe");
    try {
      Runtime.getRuntime().addShutdownHook(probe);
      Runtime.getRuntime().removeShutdownHook(probe);
      return false;
    } catch (IllegalStateException e) {
      return true;
    }
  }

  /** Runs this thread when the process ends; if it is ending already, not at all. */
  static void before(Thread hook) {
    try {
      Runtime.getRuntime().addShutdownHook(hook);
    } catch (IllegalStateException e) {
      // ending: whoever draws now is not waited for
    }
  }

  /** Takes a thread back, if the process is not ending already. */
  static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // it runs, or has run
    }
  }
}
