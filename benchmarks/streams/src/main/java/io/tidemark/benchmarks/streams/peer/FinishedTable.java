package io.tidemark.benchmarks.streams.peer;

import io.tidemark.benchmarks.measure.Database;
import io.tidemark.benchmarks.streams.Contender;
import io.tidemark.benchmarks.streams.Event;
import io.tidemark.benchmarks.streams.Rows;
import io.tidemark.benchmarks.streams.Workload;

/** PostgreSQL answers over a finished table; the rows come through a cursor. */
public record FinishedTable(Database database) implements Contender {
  @Override
  public String name() {
    return "PostgreSQL, SQL over a finished table";
  }

  @Override
  public boolean can(Workload work) {
    return true;
  }

  @Override
  public Run prepare(Workload work, Event[] events, Rows rows) {
    String sql = sql(work).formatted(TableOfEvents.NAME);
    return () -> Query.tell(database, sql, rows);
  }

  private static String sql(Workload work) {
    return switch (work) {
      case T1 -> "select k, t - t %% 60000, count(*), sum(amount)::bigint from %s group by 1, 2";
      case T2 ->
          """
          select k, t - t %% 60000 - hop * 60000, count(*), sum(amount)::bigint
          from %s, generate_series(0, 4) hop group by 1, 2
          """;
      case T3 -> over("order by t range between 300000 preceding and current row");
      case T4 -> over("order by position rows between 9 preceding and current row");
      case T5 ->
          """
          select k, 0::bigint, count(*), sum(amount)::bigint from (
            select k, amount, (row_number() over (partition by k order by position) - 1) / 100 as batch
            from %s) e
          group by k, batch having count(*) = 100
          """;
      case T6 ->
          """
          select k, min(t), count(*), sum(amount)::bigint from (
            select *, count(*) filter (where fresh) over (partition by k order by t, position) as session
            from (
              select *, t - lag(t, 1, 0::bigint) over (partition by k order by t, position) > 30000 as fresh
              from %s) a) b
          group by k, session
          """;
    };
  }

  private static String over(String frame) {
    return "select k, t, count(*) over w, (sum(amount) over w)::bigint from %s window w as (partition by k "
        + frame
        + ")";
  }
}
