package io.tidemark.sketch.state;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.datasketches.kll.KllDoublesSketch;
import org.apache.datasketches.memory.Memory;
import org.apache.datasketches.quantilescommon.QuantileSearchCriteria;
import org.jspecify.annotations.Nullable;

/**
 * How numbers are spread, by the sketch of Karnin, Lang and Liberty (FOCS 2016): the bytes are a
 * compact KLL sketch of doubles of Apache DataSketches, which also reads and answers them. Values
 * are taken in here, because there a random generator of the whole process decides which of two
 * values stays: the same events would give other rows each time. Here that follows from the number
 * of values. Thread-safe.
 */
public final class Kll {
  /** How large: with {@value} a rank is off by 1.33 % at the most, in 99 of 100 cases. */
  public static final int K = 200;

  /** No level holds less. */
  static final int MIN_CAPACITY = 8;

  private static final long SPREAD = 0x9E3779B97F4A7C15L;

  private Kll() {}

  /**
   * With one more value; of it alone, if there were none.
   *
   * @throws IllegalArgumentException if it is not a number
   */
  public static byte[] add(byte @Nullable [] before, double value) {
    if (Double.isNaN(value)) {
      throw new IllegalArgumentException(
          "Invalid value of quantiles: expected a number, actual NaN");
    }
    double one = value + 0.0; // there is one zero
    if (before == null) {
      return KllBytes.write(KllLevels.of(one));
    }
    KllLevels all = KllBytes.read(before);
    if (all.size() >= capacity(all.levels().size())) {
      all = compacted(all);
    }
    List<double[]> levels = new ArrayList<>(all.levels());
    double[] lowest = levels.get(0);
    double[] more = Arrays.copyOf(lowest, lowest.length + 1);
    more[lowest.length] = one;
    levels.set(0, more);
    return KllBytes.write(
        new KllLevels(all.count() + 1, Math.min(all.min(), one), Math.max(all.max(), one), levels));
  }

  /** Of the values of both. */
  public static byte[] merge(byte[] some, byte[] others) {
    KllLevels a = KllBytes.read(some);
    KllLevels b = KllBytes.read(others);
    List<double[]> levels = new ArrayList<>();
    for (int level = 0; level < Math.max(a.levels().size(), b.levels().size()); level++) {
      levels.add(joined(a.level(level), b.level(level), level > 0));
    }
    KllLevels both =
        new KllLevels(
            a.count() + b.count(), Math.min(a.min(), b.min()), Math.max(a.max(), b.max()), levels);
    while (both.size() > capacity(both.levels().size())) {
      both = compacted(both);
    }
    return KllBytes.write(both);
  }

  /**
   * The least of the values that such a share of all is not above.
   *
   * @param share from 0 to 1
   */
  public static double quantile(byte[] bytes, double share) {
    return reader(bytes).getQuantile(share, QuantileSearchCriteria.INCLUSIVE);
  }

  /** Which share of the values is not above this one. */
  public static double rank(byte[] bytes, double value) {
    return reader(bytes).getRank(value, QuantileSearchCriteria.INCLUSIVE);
  }

  /** How many values. */
  public static long count(byte[] bytes) {
    return reader(bytes).getN();
  }

  private static KllDoublesSketch reader(byte[] bytes) {
    return KllDoublesSketch.wrap(Memory.wrap(bytes));
  }

  /** How many values so many levels hold. */
  static int capacity(int levels) {
    int all = 0;
    for (int level = 0; level < levels; level++) {
      all += capacity(level, levels);
    }
    return all;
  }

  /** The highest level holds most, each one below two thirds of it, as the readers have it. */
  private static int capacity(int level, int levels) {
    int depth = levels - 1 - level;
    if (depth > 30) {
      return MIN_CAPACITY;
    }
    long thirds = 1;
    for (int i = 0; i < depth; i++) {
      thirds *= 3;
    }
    long doubled = ((2L * K) << depth) / thirds;
    return (int) Math.max(MIN_CAPACITY, (doubled + 1) >>> 1);
  }

  /** Every second value of the lowest level that is full goes up, for itself and its neighbour. */
  private static KllLevels compacted(KllLevels all) {
    int count = all.levels().size();
    int level = 0;
    while (all.level(level).length < capacity(level, count)) {
      level++;
    }
    double[] full = all.level(level).clone();
    int left = full.length % 2;
    if (level == 0) {
      Arrays.sort(full, left, full.length);
    }
    int offset = coin(all.count(), level);
    double[] up = new double[(full.length - left) / 2];
    for (int i = 0; i < up.length; i++) {
      up[i] = full[left + 2 * i + offset];
    }
    List<double[]> levels = new ArrayList<>(all.levels());
    levels.set(level, Arrays.copyOf(full, left));
    if (level == count - 1) {
      levels.add(up);
    } else {
      levels.set(level + 1, joined(all.level(level + 1), up, true));
    }
    return new KllLevels(all.count(), all.min(), all.max(), levels);
  }

  /** 0 or 1, each as often, and of one not to be told from another. */
  private static int coin(long count, int level) {
    long mixed = (count * SPREAD + level) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 29)) * 0x94D049BB133111EBL;
    return (int) (mixed >>> 63);
  }

  private static double[] joined(double[] some, double[] others, boolean areSorted) {
    double[] all = Arrays.copyOf(some, some.length + others.length);
    System.arraycopy(others, 0, all, some.length, others.length);
    if (areSorted) {
      Arrays.sort(all);
    }
    return all;
  }
}
