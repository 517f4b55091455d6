package io.tidemark.sketch.state;

import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.datasketches.frequencies.ErrorType;
import org.apache.datasketches.frequencies.ItemsSketch;

/**
 * How often the most frequent values came, by the sketch of frequent items of Apache DataSketches.
 * It is made anew of its counts in their order for each change, so that what it does follows from
 * these alone. Immutable.
 *
 * @param total how many values there were
 * @param error how many times a value may have come that its count does not tell
 * @param counts at least how often each of those came that are kept
 */
public record Frequent(long total, long error, Map<String, Long> counts) {
  /** Of no value. */
  public static final Frequent NONE = new Frequent(0, 0, Map.of());

  /** Most values that can be asked for. */
  public static final int MOST = 128;

  /** Copies the map into the order of its keys. */
  public Frequent {
    counts = Collections.unmodifiableMap(new TreeMap<>(counts));
  }

  /**
   * Refuses a number of values that cannot be asked for.
   *
   * @throws IllegalArgumentException if it is not from 1 to {@value #MOST}
   */
  public static int requireMost(long most) {
    if (most < 1 || most > MOST) {
      throw new IllegalArgumentException(
          "Invalid number of heavy hitters: expected 1 to %d, actual %d".formatted(MOST, most));
    }
    return (int) most;
  }

  /** With one more value, as a sketch for so many has it. */
  public Frequent with(String value, int most) {
    ItemsSketch<String> sketch = sketch(most);
    sketch.update(value);
    return of(sketch, total + 1, error);
  }

  /** Of the values of both, as a sketch for so many has it. */
  public Frequent with(Frequent others, int most) {
    ItemsSketch<String> sketch = sketch(most);
    others.counts.forEach(sketch::update);
    return of(sketch, total + others.total, error + others.error);
  }

  private ItemsSketch<String> sketch(int most) {
    ItemsSketch<String> sketch = new ItemsSketch<>(size(most));
    counts.forEach(sketch::update);
    return sketch;
  }

  private static Frequent of(ItemsSketch<String> sketch, long total, long errorBefore) {
    Map<String, Long> counts = new TreeMap<>();
    for (ItemsSketch.Row<String> row : sketch.getFrequentItems(0, ErrorType.NO_FALSE_NEGATIVES)) {
      counts.put(row.getItem(), row.getLowerBound());
    }
    return new Frequent(total, errorBefore + sketch.getMaximumError(), counts);
  }

  /** Those that came most often first, so many of them; of equally many by their text. */
  public List<Map.Entry<String, Long>> top(int most) {
    return counts.entrySet().stream()
        .sorted(
            Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(most)
        .toList();
  }

  /** The {@link #top} with their counts, as {@code ada=17, bob=12}. */
  public String text(int most) {
    return top(most).stream()
        .map(each -> each.getKey() + "=" + each.getValue())
        .collect(Collectors.joining(", "));
  }

  /** So large that the error is less than half of the part that one of so many has. */
  static int size(int most) {
    return Integer.highestOneBit(Math.max(1, 8 * most - 1)) * 2;
  }

  /** How many counts are kept for so many values. */
  public static int capacity(int most) {
    return size(most) * 3 / 4;
  }
}
