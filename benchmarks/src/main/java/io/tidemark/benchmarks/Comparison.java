package io.tidemark.benchmarks;

import io.tidemark.benchmarks.Contender.Measurement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Contenders that do the same work. In each round every one runs once, in turn, each round in the
 * opposite order of the one before, so that neither the noise of the machine nor the order favours
 * one of them. Of several baselines the one with the highest median counts.
 */
final class Comparison {
  private final String work;
  private final List<Contender> contenders = new ArrayList<>();
  private int baselines;

  Comparison(String work) {
    this.work = work;
  }

  Comparison baseline(String name, Measurement measurement) {
    contenders.add(baselines++, new Contender(name, OptionalDouble.empty(), measurement));
    return this;
  }

  /** A contender that should reach this ratio to the baseline. */
  Comparison aiming(String name, double ratio, Measurement measurement) {
    contenders.add(new Contender(name, OptionalDouble.of(ratio), measurement));
    return this;
  }

  /** A contender without an aim. */
  Comparison beside(String name, Measurement measurement) {
    contenders.add(new Contender(name, OptionalDouble.empty(), measurement));
    return this;
  }

  /** Runs all rounds. */
  Result run(Options options, Database database) throws Exception {
    List<List<Double>> rates = new ArrayList<>();
    contenders.forEach(contender -> rates.add(new ArrayList<>()));
    for (int round = 0; round < options.warmups() + options.rounds(); round++) {
      database.execute("checkpoint");
      for (int i : order(round)) {
        double rate = contenders.get(i).measurement().perSecond();
        boolean counts = round >= options.warmups();
        System.err.printf(
            "%s%s, %s: %,.0f/s%n",
            work, counts ? "" : " (warm-up)", contenders.get(i).name(), rate);
        if (counts) {
          rates.get(i).add(rate);
        }
      }
    }
    return new Result(work, contenders, baselines, rates);
  }

  private List<Integer> order(int round) {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < contenders.size(); i++) {
      order.add(i);
    }
    if (round % 2 == 1) {
      Collections.reverse(order);
    }
    return order;
  }
}
