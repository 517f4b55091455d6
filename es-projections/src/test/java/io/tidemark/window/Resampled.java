package io.tidemark.window;

import io.tidemark.RecordedEvent;
import io.tidemark.projection.Projection;
import io.tidemark.window.NaiveWindows.Stretch;
import io.tidemark.window.accumulator.Accumulators;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Windows over closed windows, and what they are, made of the events of these at once. */
final class Resampled {
  private Resampled() {}

  /** Of what can be taken back, and what cannot. */
  record Coarse(
      String account,
      Instant from,
      Instant to,
      long windows,
      long events,
      BigDecimal sum,
      Optional<BigDecimal> least) {
    static Projection<WindowKey<String>, Coarse> in(
        String name, Projection<WindowKey<String>, Stretch> finer, Window window) {
      return Windows.named(name, Coarse.class, Coarse::account)
          .from(finer)
          .keyedBy(Stretch::account)
          .over(window)
          .accumulate(Coarse::windows, Accumulators.count())
          .accumulate(Coarse::events, Accumulators.sumOfLongs(row -> (long) row.events()))
          .accumulate(Coarse::sum, Accumulators.sum(Stretch::sum))
          .accumulateOptional(Coarse::least, Accumulators.min(row -> row.least().orElse(null)))
          .projection();
    }
  }

  /** Only of what can be taken back. */
  record Counted(String account, Instant from, Instant to, long windows, long events) {
    static Projection<WindowKey<String>, Counted> in(
        String name, Projection<WindowKey<String>, Stretch> finer, Window window) {
      return Windows.named(name, Counted.class, Counted::account)
          .from(finer)
          .keyedByTheirKey()
          .over(window)
          .accumulate(Counted::windows, Accumulators.count())
          .accumulate(Counted::events, Accumulators.sumOfLongs(row -> (long) row.events()))
          .projection();
    }

    static Counted of(Coarse row) {
      return new Counted(row.account, row.from, row.to, row.windows, row.events);
    }
  }

  /** Of events whose finer windows are closed at a time. */
  static List<Coarse> naive(
      List<RecordedEvent> events, Duration finer, Duration coarse, Instant closed) {
    Map<WindowKey<String>, List<RecordedEvent>> windows =
        new TreeMap<>(
            Comparator.comparing((WindowKey<String> key) -> key.key())
                .thenComparing(WindowKey::from));
    for (RecordedEvent event : events) {
      if (!begin(event, finer).plus(finer).isAfter(closed)) {
        windows
            .computeIfAbsent(
                new WindowKey<>(event.stream().key(), begin(event, coarse)),
                key -> new ArrayList<>())
            .add(event);
      }
    }
    List<Coarse> rows = new ArrayList<>();
    windows.forEach(
        (key, some) -> {
          Set<Instant> begins = new HashSet<>();
          some.forEach(event -> begins.add(begin(event, finer)));
          rows.add(
              new Coarse(
                  key.key(),
                  key.from(),
                  key.from().plus(coarse),
                  begins.size(),
                  some.size(),
                  NaiveWindows.sum(some),
                  NaiveWindows.least(some)));
        });
    return rows;
  }

  private static Instant begin(RecordedEvent event, Duration size) {
    long seconds = event.occurredAt().getEpochSecond();
    return Instant.ofEpochSecond(seconds - Math.floorMod(seconds, size.toSeconds()));
  }
}
