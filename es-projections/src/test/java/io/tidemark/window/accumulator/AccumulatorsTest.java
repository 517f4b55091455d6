package io.tidemark.window.accumulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.WithNull;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What events add up to does not hang on where a stretch of them is cut in two. */
class AccumulatorsTest {
  /** A number, or none. */
  record Event(@Nullable Integer number) {
    @Nullable BigDecimal decimal() {
      return number == null ? null : BigDecimal.valueOf(number, 1);
    }

    @Nullable Long whole() {
      return number == null ? null : number.longValue();
    }

    @Nullable Double ratio() {
      return number == null ? null : number.doubleValue();
    }
  }

  private static final List<Accumulator<Event, ?>> ALL =
      List.of(
          Accumulators.count(),
          Accumulators.count(event -> event.number() != null),
          Accumulators.sum(Event::decimal),
          Accumulators.sumOfLongs(Event::whole),
          Accumulators.min(Event::decimal),
          Accumulators.max(Event::decimal),
          Accumulators.first(Event::number),
          Accumulators.last(Event::number),
          Accumulators.average(Event::decimal),
          Accumulators.top(Event::number, 3),
          Accumulators.collect(Event::number, 100));

  private static <R> @Nullable R of(Accumulator<Event, R> accumulator, List<Event> events) {
    @Nullable R all = null;
    for (Event event : events) {
      all = accumulator.add(all, event);
    }
    return all;
  }

  private static <R> @Nullable R merged(
      Accumulator<Event, R> accumulator, List<Event> events, int cut) {
    R first = of(accumulator, events.subList(0, cut));
    R second = of(accumulator, events.subList(cut, events.size()));
    return first == null ? second : second == null ? first : accumulator.merge(first, second);
  }

  private static List<Event> events(List<@Nullable Integer> numbers) {
    List<Event> events = new ArrayList<>();
    numbers.forEach(number -> events.add(new Event(number)));
    return events;
  }

  @Property(tries = 300)
  void two_stretches_merged_are_what_they_are_as_one(
      @ForAll @Size(max = 12) List<@WithNull(0.2) @IntRange(min = -50, max = 50) Integer> numbers,
      @ForAll @IntRange(max = 12) int at) {
    List<Event> events = events(numbers);
    int cut = Math.min(at, events.size());
    for (Accumulator<Event, ?> accumulator : ALL) {
      assertThat((Object) merged(accumulator, events, cut))
          .as(accumulator.toString())
          .isEqualTo(of(accumulator, events));
    }
    Accumulator<Event, Variance> variance = Accumulators.variance(Event::ratio);
    Variance whole = of(variance, events);
    Variance both = merged(variance, events, cut);
    if (whole == null || both == null) {
      assertThat(both).isEqualTo(whole);
    } else {
      assertThat(both.count()).isEqualTo(whole.count());
      assertThat(both.mean()).isCloseTo(whole.mean(), within(1e-9));
      assertThat(both.population()).isCloseTo(whole.population(), within(1e-9));
    }
  }

  @Test
  void each_gives_what_its_name_says() {
    List<Event> events = new ArrayList<>();
    for (@Nullable Integer number : new @Nullable Integer[] {20, null, -10, 50, 20}) {
      events.add(new Event(number));
    }

    assertThat(ALL.stream().<Object>map(accumulator -> of(accumulator, events)).toList())
        .containsExactly(
            5L,
            4L,
            new BigDecimal("8.0"),
            80L,
            new BigDecimal("-1.0"),
            new BigDecimal("5.0"),
            20,
            20,
            new Average(new BigDecimal("8.0"), 4),
            List.of(50, 20, 20),
            List.of(20, -10, 50, 20));
    assertThat(new Average(new BigDecimal("10"), 3).value())
        .isEqualTo(new BigDecimal("3.333333333333333333333333333333333"));
    Variance variance = of(Accumulators.variance(Event::ratio), events);
    assertThat(variance).isNotNull();
    assertThat(variance.population()).isCloseTo(450, within(1e-9));
    assertThat(variance.sample()).isCloseTo(600, within(1e-9));
    assertThat(variance.standardDeviation()).isCloseTo(Math.sqrt(450), within(1e-9));
  }

  @Test
  void a_variance_of_large_values_close_together_is_still_one() {
    Accumulator<Event, Variance> accumulator = Accumulators.variance(event -> 1e9 + event.number());
    Variance variance = of(accumulator, events(List.of(4, 7, 13, 16)));

    assertThat(variance).isNotNull();
    assertThat(variance.sample()).isCloseTo(30, within(1e-6));
    assertThat(new Variance(1, 5, 0).sample()).isNaN();
    assertThat(new Variance(1, 5, 0).population()).isZero();
  }

  @Test
  void of_two_that_are_equal_the_first_stays() {
    Accumulator<BigDecimal, BigDecimal> least = Accumulators.min(number -> number);
    Accumulator<BigDecimal, BigDecimal> most = Accumulators.max(number -> number);
    BigDecimal one = new BigDecimal("1.0");

    assertThat(least.add(one, new BigDecimal("1.00"))).isEqualTo(one);
    assertThat(most.add(one, new BigDecimal("1.00"))).isEqualTo(one);
  }

  @Test
  void of_nothing_there_is_nothing_but_a_count_a_sum_and_a_list() {
    Event nothing = new Event(null);
    Function<Accumulator<Event, ?>, @Nullable Object> of =
        accumulator -> of(accumulator, List.of(nothing, nothing));

    assertThat(of.apply(Accumulators.count(event -> event.number() != null))).isEqualTo(0L);
    assertThat(of.apply(Accumulators.sum(Event::decimal))).isEqualTo(BigDecimal.ZERO);
    assertThat(of.apply(Accumulators.sumOfLongs(Event::whole))).isEqualTo(0L);
    assertThat(of.apply(Accumulators.collect(Event::number, 1))).isEqualTo(List.of());
    assertThat(of.apply(Accumulators.min(Event::decimal))).isNull();
    assertThat(of.apply(Accumulators.first(Event::number))).isNull();
    assertThat(of.apply(Accumulators.average(Event::decimal))).isNull();
  }

  @Test
  void what_does_not_fit_is_refused_and_never_cut() {
    Accumulator<Event, Long> sum = Accumulators.sumOfLongs(event -> Long.MAX_VALUE);
    assertThatThrownBy(() -> of(sum, events(List.of(1, 2))))
        .isInstanceOf(ArithmeticException.class);
    Accumulator<Event, List<Integer>> two = Accumulators.collect(Event::number, 2);
    assertThatThrownBy(() -> of(two, events(List.of(1, 2, 3))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("Too many values to collect: expected at most 2, actual 3");
    assertThatThrownBy(() -> new Average(BigDecimal.ONE, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
