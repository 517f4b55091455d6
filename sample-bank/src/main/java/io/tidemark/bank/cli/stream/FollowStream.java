package io.tidemark.bank.cli.stream;

import io.tidemark.admin.cli.option.JsonOption;
import io.tidemark.admin.cli.option.PointOptions;
import io.tidemark.bank.Bank;
import io.tidemark.bank.stream.BankSql;
import io.tidemark.dataflow.Plan.Emission;
import io.tidemark.sql.QueryOptions;
import io.tidemark.sql.cli.FollowedRows;
import io.tidemark.sql.query.SqlQueries;
import io.tidemark.terminal.ExitCode;
import io.tidemark.terminal.UntilInterrupted;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bank stream follow NAME}. */
@Command(
    name = "follow",
    description = {
      "Tell what each new event changes in the rows of a stream, until Ctrl-C.",
      "By its statement, in memory: it goes through the log first, and keeps nothing."
    },
    footer = {
      "",
      "Examples: bank stream follow recent_withdrawals",
      "          bank stream follow day_totals --from 1 --limit 10 --json"
    })
final class FollowStream extends StreamVerb {
  /** As the streams have them: rows of windows that are still open too. */
  private static final QueryOptions AT_ONCE =
      new QueryOptions(Optional.empty(), Optional.of(Emission.ALWAYS));

  @Option(
      names = "--from",
      paramLabel = "P",
      converter = PointOptions.Count.class,
      description = "from the event at this position on (default: those that come)")
  @Nullable Long from;

  @Option(
      names = "--limit",
      paramLabel = "N",
      converter = PointOptions.Count.class,
      description = "at most N changes")
  long limit = Long.MAX_VALUE;

  @Mixin JsonOption json = new JsonOption();

  private @Nullable UntilInterrupted interruption;

  @Override
  public Integer call() {
    try (UntilInterrupted begun = UntilInterrupted.begin()) {
      interruption = begun;
      return super.call();
    }
  }

  @Override
  protected int run(Bank bank) {
    long head = bank.store().head();
    note("Going through the log up to position %,d ...".formatted(head));
    SqlQueries queries = BankSql.over(bank.projections());
    FollowedRows rows =
        FollowedRows.of(stream().sql(), queries.tables(), out(), json.isAskedFor())
            .from(from == null ? head + 1 : from)
            .limit(limit);
    queries.follow(stream().sql(), AT_ONCE, rows, () -> rows.isEnough() || isInterrupted());
    return ExitCode.DONE;
  }

  private boolean isInterrupted() {
    return out().isClosed() || (interruption != null && interruption.isAsked());
  }
}
