package io.tidemark.window;

import io.tidemark.dataflow.Plan;
import io.tidemark.dataflow.Plan.Emission;
import io.tidemark.dataflow.Windowing;
import io.tidemark.dataflow.time.Clocking;
import io.tidemark.projection.Projection;
import io.tidemark.projection.ReadModelDefinition.NamedRows;
import io.tidemark.projection.Stages;
import io.tidemark.row.KeyType;
import io.tidemark.row.RowComponent;
import io.tidemark.window.Windows.Cut;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Rows of finer windows, to be added up in coarser ones. Says next whose they are. Immutable and
 * thread-safe.
 *
 * @param <F> the rows of the finer windows
 * @param <G> the key of what is added up
 * @param <V> the rows
 */
public final class FinerWindows<F, G, V> {
  private final NamedRows<G, V> rows;
  private final String name;
  private final KeyType<?> key;
  private final Stages<F> stages;
  private final Plan.Aggregate windows;
  private final Windowing.Hopping cut;

  FinerWindows(NamedRows<G, V> rows, Projection<?, F> finer) {
    this.rows = rows;
    this.name = finer.name();
    this.key = finer.key();
    this.stages = finer.stages().orElseThrow(() -> refused("others"));
    Plan plan = stages.plan();
    this.windows =
        Optional.of(plan instanceof Plan.Retained retained ? retained.input() : plan)
            .filter(Plan.Aggregate.class::isInstance)
            .map(Plan.Aggregate.class::cast)
            .filter(each -> each.emission() == Emission.CLOSED)
            .orElseThrow(() -> refused("others"));
    this.cut =
        windows
            .window()
            .filter(Windowing.Hopping.class::isInstance)
            .map(Windowing.Hopping.class::cast)
            .filter(each -> each.advance() == each.size() && each.isPlain())
            .orElseThrow(() -> refused("windows that are not next to each other"));
  }

  private IllegalArgumentException refused(String actual) {
    return new IllegalArgumentException(
        "Invalid source of projection %s: expected windows next to each other whose rows are there once they are closed, see Window.whenClosed, actual %s in %s"
            .formatted(rows.name(), actual, name));
  }

  /** Each row is added to the windows of this key; to none if it is null. */
  public Keyed<F, G, V> keyedBy(Function<? super F, ? extends @Nullable G> keys) {
    return new Keyed<>(this, Optional.of(keys));
  }

  /**
   * Each row is added to the windows of its own key. Shards can then divide the work, since what
   * they do to a key hangs on nothing else.
   *
   * @throws IllegalArgumentException if the key of the rows has other components
   */
  public Keyed<F, G, V> keyedByTheirKey() {
    List<Class<?>> theirs = types(key.components().subList(0, windows.groups().size()));
    List<Class<?>> ours = types(rows.key().components());
    if (!theirs.equals(ours)) {
      throw new IllegalArgumentException(
          "Invalid key of projection %s: expected that of %s, %s, actual %s"
              .formatted(rows.name(), name, named(theirs), named(ours)));
    }
    return new Keyed<>(this, Optional.empty());
  }

  private static List<Class<?>> types(List<RowComponent> components) {
    return components.stream().<Class<?>>map(RowComponent::type).toList();
  }

  private static List<String> named(List<Class<?>> types) {
    return types.stream().map(Class::getSimpleName).toList();
  }

  /**
   * Says next how they are cut into coarser windows. Immutable and thread-safe.
   *
   * @param <F> the rows of the finer windows
   * @param <G> the key of what is added up
   * @param <V> the rows
   */
  public static final class Keyed<F, G, V> {
    private final FinerWindows<F, G, V> finer;
    private final Optional<Function<? super F, ? extends @Nullable G>> keys;

    private Keyed(
        FinerWindows<F, G, V> finer, Optional<Function<? super F, ? extends @Nullable G>> keys) {
      this.finer = finer;
      this.keys = keys;
    }

    /**
     * Into these windows, by when the finer ones begin. They wait for late events as long as those
     * do.
     *
     * @throws IllegalArgumentException if finer windows do not fit into these, or these go by
     *     another time, another delay or another time ahead; or if the rows have other components
     *     than the key, the begin of a window and its end
     */
    public Cut<F, G, WindowKey<G>, V> over(Window window) {
      requireFit(window);
      WindowRows<G, WindowKey<G>, V> cut = new WindowRows<>(finer.rows, Layout.ofWindows(window));
      return new Cut<>(
          cut,
          parts ->
              new ResampledWindows<>(finer.stages, finer.windows, keys, cut, window, parts)
                  .projection());
    }

    private void requireFit(Window window) {
      Clocking clocking = window.clocking();
      boolean isFit =
          window.windowing(0) instanceof Windowing.Hopping coarse
              && coarse.size() % finer.cut.size() == 0
              && coarse.advance() % finer.cut.size() == 0
              && (coarse.offset() - finer.cut.offset()) % finer.cut.size() == 0
              && coarse.isPlain()
              && coarse.clock() == finer.cut.clock();
      if (!isFit) {
        throw refused("windows that those of %s fit into".formatted(finer.name), window);
      }
      if (clocking.emission() == Emission.CLOSED
          && !clocking.delay().equals(finer.stages.clocking().delay())) {
        throw refused(
            "the delay of %s, %s".formatted(finer.name, finer.stages.clocking().delay()),
            clocking.delay());
      }
      if (!clocking.maxAhead().equals(finer.stages.clocking().maxAhead())) {
        throw refused(
            "the time ahead of %s, %s".formatted(finer.name, finer.stages.clocking().maxAhead()),
            clocking.maxAhead());
      }
    }

    private IllegalArgumentException refused(String expected, Object actual) {
      return new IllegalArgumentException(
          "Invalid window of projection %s: expected %s, actual %s"
              .formatted(finer.rows.name(), expected, actual));
    }
  }
}
