package io.tidemark.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tidemark.AsOf;
import io.tidemark.projection.Projection;
import io.tidemark.projection.postgres.ProjectionLab;
import io.tidemark.readmodel.ReadModel;
import io.tidemark.readmodel.ReadModelQuery;
import io.tidemark.readmodel.RowPage;
import io.tidemark.window.Payments.Event;
import io.tidemark.window.Payments.Paid;
import io.tidemark.window.accumulator.Accumulators;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TimeSeriesTest {
  private static final Projection<WindowKey<String>, Day> DAYS =
      days("days", Window.tumbling(Duration.ofDays(1)).offset(Duration.ofHours(-1))).withHistory();

  private static ProjectionLab lab;
  private static long third;

  record Day(String account, Instant from, Instant to, long payments) {}

  private static Projection<WindowKey<String>, Day> days(String name, Window window) {
    return Windows.named(name, Day.class, Day::account)
        .from("account", Payments.CODEC)
        .keyedByStream()
        .over(window)
        .accumulate(Day::payments, Accumulators.<Event>count())
        .projection();
  }

  @BeforeAll
  static void open() {
    lab = new ProjectionLab();
    pay("a", "2026-03-01T12:00:00Z");
    pay("b", "2026-03-02T12:00:00Z");
    third = pay("a", "2026-03-03T12:00:00Z");
    pay("a", "2026-03-03T22:59:59.999999Z");
    pay("a", "2026-03-06T12:00:00Z");
    lab.catchUp(DAYS, 10);
  }

  @AfterAll
  static void close() {
    lab.close();
  }

  private static long pay(String account, String at) {
    return Payments.append(lab.store(), account, at, new Paid(Optional.of(BigDecimal.ONE)));
  }

  private static ReadModel<WindowKey<String>, Day> rows() {
    return lab.asking().of(DAYS);
  }

  /** Days of a place that is one hour ahead. */
  private static Instant day(int day) {
    return Instant.parse("2026-02-28T23:00:00Z").plus(Duration.ofDays(day - 1));
  }

  private static Day row(int day, long payments) {
    return new Day("a", day(day), day(day + 1), payments);
  }

  private static TimeSeries.Range<String, Day> days(int from, int to) {
    return TimeSeries.of(DAYS, rows()).of("a").between(day(from), day(to));
  }

  private static Day zero(Gap<String> gap) {
    return new Day(gap.key(), gap.from(), gap.to(), 0);
  }

  @Test
  void rows_of_a_key_that_begin_in_a_range_are_in_the_order_of_time() {
    assertThat(days(1, 6).list()).containsExactly(row(1, 1), row(3, 2));
    assertThat(days(1, 7).list()).containsExactly(row(1, 1), row(3, 2), row(6, 1));
    assertThat(TimeSeries.of(DAYS, rows()).of("a").between(day(1).plusNanos(1_000), day(4)).list())
        .containsExactly(row(3, 2));
    assertThat(days(4, 4).list()).isEmpty();
  }

  @Test
  void they_can_be_read_page_by_page() {
    ReadModelQuery query = days(1, 9).query().limit(2);
    RowPage<Day> first = rows().findPage(query);
    assertThat(first.rows()).containsExactly(row(1, 1), row(3, 2));
    assertThat(rows().findPage(query.after(first.next().orElseThrow())).rows())
        .containsExactly(row(6, 1));
  }

  @Test
  void gaps_are_filled_also_at_both_ends_and_where_there_is_no_row() {
    assertThat(days(0, 5).filled(TimeSeriesTest::zero).list())
        .containsExactly(row(0, 0), row(1, 1), row(2, 0), row(3, 2), row(4, 0));
    assertThat(days(10, 12).filled(TimeSeriesTest::zero).list())
        .containsExactly(row(10, 0), row(11, 0));
    assertThat(
            TimeSeries.of(DAYS, rows())
                .of("nobody")
                .between(day(1).plusSeconds(1), day(2).plusSeconds(1))
                .filled(TimeSeriesTest::zero)
                .list())
        .containsExactly(new Day("nobody", day(2), day(3), 0));
    assertThat(days(4, 4).filled(TimeSeriesTest::zero).list()).isEmpty();
  }

  @Test
  void values_are_carried_forward_also_from_before_the_range() {
    assertThat(days(0, 5).carryingForward().list())
        .containsExactly(row(1, 1), row(2, 1), row(3, 2), row(4, 2));
    assertThat(days(4, 8).carryingForward().list())
        .containsExactly(row(4, 2), row(5, 2), row(6, 1), row(7, 1));
    assertThat(days(-1, 2).carryingForward().filled(TimeSeriesTest::zero).list())
        .containsExactly(row(-1, 0), row(0, 0), row(1, 1));
  }

  @Test
  void a_series_can_be_asked_as_of_any_point() {
    ReadModel<WindowKey<String>, Day> then = lab.asking().of(DAYS).asOf(AsOf.position(third));
    assertThat(
            TimeSeries.of(DAYS, then)
                .of("a")
                .between(day(2), day(7))
                .filled(TimeSeriesTest::zero)
                .list())
        .containsExactly(row(2, 0), row(3, 1), row(4, 0), row(5, 0), row(6, 0));
  }

  @Test
  void windows_that_overlap_are_filled_too() {
    Projection<WindowKey<String>, Day> hopping =
        days("hopping", Window.hopping(Duration.ofDays(2), Duration.ofDays(1)));
    lab.catchUp(hopping, 10);
    Instant march = Instant.parse("2026-03-01T00:00:00Z");
    assertThat(
            TimeSeries.of(hopping, lab.asking().of(hopping))
                .of("a")
                .between(march, march.plus(Duration.ofDays(4)))
                .filled(TimeSeriesTest::zero)
                .list())
        .extracting(Day::payments)
        .containsExactly(1L, 2L, 2L, 0L);
  }

  @Test
  void no_more_windows_are_filled_than_there_is_room_for() {
    Instant end = day(1).plus(Duration.ofDays(TimeSeries.MAX_FILLED));
    TimeSeries<String, Day> series = TimeSeries.of(DAYS, rows());
    assertThat(series.of("a").between(day(1), end).filled(TimeSeriesTest::zero).list())
        .hasSize(TimeSeries.MAX_FILLED);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> series.of("a").between(day(1), end.plusSeconds(1)).carryingForward().list())
        .withMessage(
            "Invalid range of a series: expected at most 100,000 windows to fill gaps, actual 100,001 from 2026-02-28T23:00:00Z to 2299-12-14T23:00:01Z");
    assertThat(series.of("a").between(Instant.EPOCH, Instant.parse("9999-01-01T00:00:00Z")).list())
        .hasSize(3);
  }

  @Test
  void what_is_no_series_is_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> days(3, 2))
        .withMessage(
            "Invalid range of a series: expected an end at or after 2026-03-02T23:00:00Z, actual 2026-03-01T23:00:00Z");
    Projection<WindowKey<String>, Day> sessions =
        days("sessions", Window.session(Duration.ofDays(1)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TimeSeries.of(sessions, lab.asking().of(sessions)))
        .withMessage(
            "Invalid series of sessions: expected a projection in windows that begin at even distances, actual another");
  }
}
