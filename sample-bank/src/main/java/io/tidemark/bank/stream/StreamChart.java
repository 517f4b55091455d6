package io.tidemark.bank.stream;

import io.tidemark.projection.postgres.PostgresProjections;
import io.tidemark.readmodel.Filter;
import io.tidemark.readmodel.ReadModelQuery;
import io.tidemark.readmodel.ReadModelRepository;
import io.tidemark.readmodel.ReadModels;
import io.tidemark.window.TimeSeries;
import io.tidemark.window.WindowKey;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * By how much balances changed from day to day or from month to month, also where nothing moved.
 *
 * @param projections where the rows are, as far as they are made
 * @param account whose; all together if empty
 */
public record StreamChart(PostgresProjections projections, Optional<String> account) {
  /** The streams of which there is a chart. */
  public static final List<String> STREAMS =
      List.of(DayTotal.PROJECTION.name(), MonthTotal.PROJECTION.name());

  /**
   * One of the figures.
   *
   * @param time a day, or a month
   */
  public record Point(String time, BigDecimal total) {}

  /**
   * The newest ones, the oldest of them first; none if nothing ever moved. They begin with the
   * first in which something moved, if there are not enough others.
   *
   * @param stream one of {@link #STREAMS}
   * @param limit how many days or months at the most
   */
  public List<Point> newest(String stream, long limit) {
    return stream.equals(DayTotal.PROJECTION.name()) ? days(limit) : months(limit);
  }

  private Filter mine() {
    return account.map(one -> Filter.where("account").equalTo(one)).orElse(Filter.all());
  }

  private List<Point> days(long limit) {
    ReadModelRepository<WindowKey<String>, DayTotal> rows =
        ReadModels.of(projections).of(DayTotal.PROJECTION);
    ReadModelQuery one = ReadModelQuery.all().where(mine()).limit(1);
    return rows.findAll(one.orderByDescending(DayTotal::begins)).stream()
        .findFirst()
        .map(
            newest ->
                days(
                    rows,
                    later(
                        newest.ends().minus(Duration.ofDays(limit)),
                        rows.findAll(one.orderBy(DayTotal::begins)).get(0).begins()),
                    newest.ends()))
        .orElse(List.of());
  }

  private static <T extends Comparable<T>> T later(T some, T other) {
    return some.compareTo(other) < 0 ? other : some;
  }

  private List<Point> days(
      ReadModelRepository<WindowKey<String>, DayTotal> rows, Instant from, Instant to) {
    if (account.isPresent()) {
      return TimeSeries.of(DayTotal.PROJECTION, rows)
          .of(account.get())
          .between(from, to)
          .filled(gap -> new DayTotal(gap.key(), gap.from(), gap.to(), 0, BigDecimal.ZERO))
          .list()
          .stream()
          .map(row -> new Point(day(row.begins()), row.total()))
          .toList();
    }
    Map<Instant, BigDecimal> totals =
        rows.sumBy(DayTotal::begins, DayTotal::total, Filter.where(DayTotal::begins).atLeast(from));
    return LongStream.range(0, Duration.between(from, to).toDays())
        .mapToObj(day -> from.plus(Duration.ofDays(day)))
        .map(day -> new Point(day(day), totals.getOrDefault(day, BigDecimal.ZERO)))
        .toList();
  }

  private static String day(Instant begins) {
    return LocalDate.ofInstant(begins, ZoneOffset.UTC).toString();
  }

  private List<Point> months(long limit) {
    ReadModelRepository<MonthTotal.Key, MonthTotal> rows =
        ReadModels.of(projections).of(MonthTotal.PROJECTION);
    ReadModelQuery all = ReadModelQuery.all().where(mine());
    ReadModelQuery one = all.limit(1);
    return rows
        .findAll(one.orderByDescending(MonthTotal::year).orderByDescending(MonthTotal::month))
        .stream()
        .map(StreamChart::month)
        .findFirst()
        .map(
            newest -> {
              YearMonth oldest =
                  month(
                      rows.findAll(one.orderBy(MonthTotal::year).orderBy(MonthTotal::month))
                          .get(0));
              YearMonth first = later(newest.minusMonths(limit - 1), oldest);
              Map<YearMonth, BigDecimal> totals =
                  rows
                      .findAll(
                          all.where(Filter.where(MonthTotal::year).atLeast((long) first.getYear())))
                      .stream()
                      .collect(
                          Collectors.toMap(StreamChart::month, MonthTotal::total, BigDecimal::add));
              return LongStream.rangeClosed(0, first.until(newest, ChronoUnit.MONTHS))
                  .mapToObj(first::plusMonths)
                  .map(
                      month ->
                          new Point(month.toString(), totals.getOrDefault(month, BigDecimal.ZERO)))
                  .toList();
            })
        .orElse(List.of());
  }

  private static YearMonth month(MonthTotal row) {
    return YearMonth.of((int) row.year(), (int) row.month());
  }
}
