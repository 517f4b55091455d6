package io.tidemark.benchmarks.streams.goals;

import io.tidemark.benchmarks.streams.Event;
import io.tidemark.benchmarks.streams.Workload;
import io.tidemark.benchmarks.streams.goals.Lab.OpenLog;
import io.tidemark.benchmarks.streams.goals.Side.Figure;
import io.tidemark.benchmarks.streams.log.EventLog;
import io.tidemark.benchmarks.streams.log.WindowRows;
import io.tidemark.projection.Projection;
import io.tidemark.replay.Replays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A verification of windows, beside a statement by which PostgreSQL does the same. */
final class Verifying implements Goal {
  /** Adds up anew from the log, and counts the rows that are not the same in both. */
  private static final String STATEMENT =
      """
      select count(*) from (
        select key as account, date_bin('1 minute', occurred_at, 'epoch') as begin,
          count(*) as payments, sum((data::jsonb ->> 'amount')::bigint)::bigint as total
        from %s.events where category = 'account' group by 1, 2) as again
      full join %s.window_rows as rows on rows.account = again.account and rows.begin = again.begin
      where (again.payments, again.total) is distinct from (rows.payments, rows.total)
      """
          .formatted(EventLog.SCHEMA, Lab.ROWS_SCHEMA);

  private @Nullable OpenLog log;

  @Override
  public String name() {
    return "G12";
  }

  @Override
  public String title() {
    return "verification of tumbling windows, beside PostgreSQL's own statement";
  }

  @Override
  public List<Side> sides(Lab lab) throws Exception {
    lab.log(EventLog.SCHEMA, Event.generate(lab.events()));
    lab.dropRows(Lab.ROWS_SCHEMA);
    OpenLog open = lab.open(EventLog.SCHEMA, Lab.ROWS_SCHEMA);
    log = open;
    Projection<?, ?> projection = WindowRows.atOnce(Workload.T1);
    Lab.catchUp(open, open.projections().exactlyOnce(projection));
    lab.database().execute("vacuum (analyze) " + Lab.ROWS_SCHEMA + ".window_rows");
    Side statement =
        Side.of(
            "a statement over the log and the rows",
            new Figure("s", 2, ""),
            null,
            () ->
                Lab.seconds(
                    () ->
                        Lab.require(
                            lab.database().value(STATEMENT).equals("0"), "rows of the statement")));
    Side verify =
        Side.of(
            "`verify`",
            new Figure("s", 2, "≤ 3 × the statement"),
            statement,
            () ->
                Lab.seconds(
                    () ->
                        Lab.require(
                            Replays.of(open.projections()).verify(projection).isClean(),
                            "verification")));
    return List.of(statement, verify);
  }

  @Override
  public void close() {
    if (log != null) {
      log.close();
    }
  }
}
