package io.tidemark.postgres.append;

/**
 * Keeps interrupts off work that a thread does for others, and gives them back to the thread at the
 * end: an interrupted thread could not wait, and to an interrupted virtual thread the JDK closes
 * the socket it reads from.
 */
final class HeldInterrupt implements AutoCloseable {
  private boolean held = Thread.interrupted();

  /** Takes away what has come since. */
  void hold() {
    held |= Thread.interrupted();
  }

  /** Somebody caught an {@link InterruptedException}, which took the interrupt away. */
  void caught() {
    held = true;
  }

  @Override
  public void close() {
    if (held) {
      Thread.currentThread().interrupt();
    }
  }
}
