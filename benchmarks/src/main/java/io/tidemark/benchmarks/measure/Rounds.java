package io.tidemark.benchmarks.measure;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Rounds in which every contender has its turn once, each round in the opposite order of the one
 * before, so that neither the noise of the machine nor the order favours one of them.
 */
public final class Rounds {
  private Rounds() {}

  /** The turn of one contender. */
  @FunctionalInterface
  public interface Turn {
    /**
     * Measures once.
     *
     * @param contender from 0
     * @param counts whether this is no round to warm up
     */
    void run(int contender, boolean counts) throws Exception;
  }

  /** Runs all rounds, each after a checkpoint. */
  public static void run(Options options, Database database, int contenders, Turn turn)
      throws Exception {
    for (int round = 0; round < options.warmups() + options.rounds(); round++) {
      database.execute("checkpoint");
      for (int contender : order(contenders, round)) {
        turn.run(contender, round >= options.warmups());
      }
    }
  }

  private static List<Integer> order(int contenders, int round) {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < contenders; i++) {
      order.add(i);
    }
    if (round % 2 == 1) {
      Collections.reverse(order);
    }
    return order;
  }
}
