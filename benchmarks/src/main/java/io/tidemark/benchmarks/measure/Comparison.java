package io.tidemark.benchmarks.measure;

import io.tidemark.benchmarks.measure.Contender.Measurement;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Contenders that do the same work, in {@link Rounds}. Of several baselines the one with the
 * highest median counts.
 */
public final class Comparison {
  private final String work;
  private final List<Contender> contenders = new ArrayList<>();
  private int baselines;

  public Comparison(String work) {
    this.work = work;
  }

  public Comparison baseline(String name, Measurement measurement) {
    contenders.add(baselines++, new Contender(name, OptionalDouble.empty(), measurement));
    return this;
  }

  /** A contender that should reach this ratio to the baseline. */
  public Comparison aiming(String name, double ratio, Measurement measurement) {
    contenders.add(new Contender(name, OptionalDouble.of(ratio), measurement));
    return this;
  }

  /** A contender without an aim. */
  public Comparison beside(String name, Measurement measurement) {
    contenders.add(new Contender(name, OptionalDouble.empty(), measurement));
    return this;
  }

  /** Runs all rounds. */
  public Result run(Options options, Database database) throws Exception {
    List<List<Double>> rates = new ArrayList<>();
    contenders.forEach(contender -> rates.add(new ArrayList<>()));
    Rounds.run(
        options,
        database,
        contenders.size(),
        (i, counts) -> {
          double rate = contenders.get(i).measurement().perSecond();
          System.err.printf(
              "%s%s, %s: %,.0f/s%n",
              work, counts ? "" : " (warm-up)", contenders.get(i).name(), rate);
          if (counts) {
            rates.get(i).add(rate);
          }
        });
    return new Result(work, contenders, baselines, rates);
  }
}
