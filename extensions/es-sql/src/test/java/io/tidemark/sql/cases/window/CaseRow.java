package io.tidemark.sql.cases.window;

import io.tidemark.projection.Projection;
import io.tidemark.window.BatchWindow;
import io.tidemark.window.SlidingWindow;
import io.tidemark.window.Window;
import io.tidemark.window.Windows;
import io.tidemark.window.accumulator.Accumulator;
import io.tidemark.window.accumulator.Accumulators;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A row of any window: how many events, their sum, and each of them where they have an order. */
sealed interface CaseRow {
  String NAME = "the_case";
  String CATEGORY = "case";
  Pattern SPACE = Pattern.compile(" ");

  String owner();

  long events();

  BigDecimal total();

  Optional<String> texts();

  /** The values, in the order of the log. */
  default List<BigDecimal> values() {
    return texts().stream().flatMap(SPACE::splitAsStream).map(BigDecimal::new).toList();
  }

  record OfTime(
      String owner,
      Instant begin,
      Instant until,
      long events,
      BigDecimal total,
      Optional<String> texts)
      implements CaseRow {
    static Projection<?, OfTime> in(Window window, KeyOf key, boolean isOrdered) {
      return Windows.named(NAME, OfTime.class, OfTime::owner)
          .from(CATEGORY, CaseEvent.CODEC)
          .keyedBy((event, recorded) -> key.of(event))
          .over(window)
          .accumulate(OfTime::events, Accumulators.count())
          .accumulate(OfTime::total, Accumulators.sum(CaseEvent::value))
          .accumulateOptional(OfTime::texts, collected(isOrdered))
          .projection();
    }
  }

  record OfBatch(String owner, long number, long events, BigDecimal total, Optional<String> texts)
      implements CaseRow {
    static Projection<?, OfBatch> in(BatchWindow window, KeyOf key) {
      return Windows.named(NAME, OfBatch.class, OfBatch::owner)
          .from(CATEGORY, CaseEvent.CODEC)
          .keyedBy((event, recorded) -> key.of(event))
          .over(window)
          .accumulate(OfBatch::events, Accumulators.count())
          .accumulate(OfBatch::total, Accumulators.sum(CaseEvent::value))
          .accumulateOptional(OfBatch::texts, collected(true))
          .projection();
    }
  }

  record OfEvent(
      String owner,
      long position,
      Instant at,
      long events,
      BigDecimal total,
      Optional<String> texts)
      implements CaseRow {
    static Projection<?, OfEvent> in(SlidingWindow window, KeyOf key, boolean isOrdered) {
      return Windows.named(NAME, OfEvent.class, OfEvent::owner)
          .from(CATEGORY, CaseEvent.CODEC)
          .keyedBy((event, recorded) -> key.of(event))
          .over(window)
          .accumulate(OfEvent::events, Accumulators.count())
          .accumulate(OfEvent::total, Accumulators.sum(CaseEvent::value))
          .accumulateOptional(OfEvent::texts, collected(isOrdered))
          .projection();
    }
  }

  /** Whose windows an event is in; null if it is in none. */
  enum KeyOf {
    EACH,
    ALL;

    @Nullable String of(CaseEvent event) {
      if (event.isWatermark()) {
        return null;
      }
      return this == EACH ? event.key() : "all";
    }
  }

  private static Accumulator<CaseEvent, String> collected(boolean isOrdered) {
    return isOrdered ? new Texts() : Accumulators.min(event -> null);
  }

  /** All values, one after the other. */
  record Texts() implements Accumulator<CaseEvent, String> {
    @Override
    public String add(@Nullable String before, CaseEvent event) {
      return before == null ? event.text() : before + " " + event.text();
    }

    @Override
    public String merge(String first, String second) {
      return first + " " + second;
    }

    @Override
    public boolean isOrdered() {
      return true;
    }
  }
}
