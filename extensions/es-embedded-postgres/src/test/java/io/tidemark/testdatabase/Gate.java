package io.tidemark.testdatabase;

/** Lets threads pass while it is open and holds them while it is shut. */
final class Gate {
  private boolean open = true;

  synchronized void shut() {
    open = false;
  }

  synchronized void open() {
    open = true;
    notifyAll();
  }

  synchronized void pass() {
    while (!open) {
      try {
        wait();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
