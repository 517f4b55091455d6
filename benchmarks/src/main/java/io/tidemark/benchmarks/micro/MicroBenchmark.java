package io.tidemark.benchmarks.micro;

import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Runs what JMH measures; each benchmark in a JVM of its own. */
public final class MicroBenchmark {
  private MicroBenchmark() {}

  /** Runs all of them and prints JMH's table. */
  public static void run() throws RunnerException {
    new Runner(new OptionsBuilder().include(EventCosts.class.getName()).build()).run();
  }
}
