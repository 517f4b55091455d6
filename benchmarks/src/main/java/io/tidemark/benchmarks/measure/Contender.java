package io.tidemark.benchmarks.measure;

import java.util.OptionalDouble;

/**
 * One way of doing the work that is measured.
 *
 * @param name how the table calls it
 * @param aim the ratio to the baseline that it should reach; empty if it is a baseline or none is
 *     set
 * @param measurement does the work once
 */
public record Contender(String name, OptionalDouble aim, Measurement measurement) {

  /** Does the work for a while, or once. */
  @FunctionalInterface
  public interface Measurement {
    /** How much was done per second. */
    double perSecond() throws Exception;
  }
}
