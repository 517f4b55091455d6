package io.tidemark.sketch;

import io.tidemark.sketch.state.Frequent;
import java.util.List;
import java.util.Map;

/**
 * About which values came most often. As long as there are few different ones, all counts are
 * exact. From there on each is too low by at most {@code error}, which is less than total / (2 *
 * most): so a value that makes up more than one part in {@code most} of all is always among those
 * that are kept. Immutable.
 *
 * @param most how many it was made for
 * @param total how many values there were, exactly
 * @param error how many times a value may have come that its count does not tell
 * @param counts at least how often each of those came that are kept: up to twelve for each of
 *     {@code most}
 */
public record HeavyHitters(int most, long total, long error, Map<String, Long> counts) {
  /** Copies the map. */
  public HeavyHitters {
    counts = Map.copyOf(counts);
  }

  /** One of them. */
  public record Hitter(String value, long atLeast, long atMost) {}

  /** Those that came most often first, {@code most} of them; of equally many by their text. */
  public List<Hitter> top() {
    return state().top(most).stream()
        .map(each -> new Hitter(each.getKey(), each.getValue(), each.getValue() + error))
        .toList();
  }

  /** The {@link #top} with their counts, as {@code ada=17, bob=12}. */
  @Override
  public String toString() {
    return state().text(most);
  }

  static HeavyHitters none(int most) {
    return of(Frequent.NONE, most);
  }

  private static HeavyHitters of(Frequent state, int most) {
    return new HeavyHitters(most, state.total(), state.error(), state.counts());
  }

  private Frequent state() {
    return new Frequent(total, error, counts);
  }

  HeavyHitters with(String value) {
    return of(state().with(value, most), most);
  }

  HeavyHitters with(HeavyHitters others) {
    return of(state().with(others.state(), most), most);
  }
}
