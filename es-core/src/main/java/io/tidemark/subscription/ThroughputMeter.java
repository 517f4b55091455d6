package io.tidemark.subscription;

/** How many positions per second went by in about the last ten seconds. */
final class ThroughputMeter {
  private static final double WINDOW_SECONDS = 10;

  private double perSecond;
  private long lastNanos = System.nanoTime();

  synchronized void passed(long positions) {
    double seconds = secondsSinceLast();
    lastNanos = System.nanoTime();
    double weight = Math.exp(-seconds / WINDOW_SECONDS);
    perSecond = perSecond * weight + positions / Math.max(seconds, 1e-6) * (1 - weight);
  }

  synchronized double perSecond() {
    return perSecond * Math.exp(-secondsSinceLast() / WINDOW_SECONDS);
  }

  private double secondsSinceLast() {
    return (System.nanoTime() - lastNanos) / 1e9;
  }
}
