package io.tidemark.bank.cli.stream;

import io.tidemark.admin.cli.option.JsonOption;
import io.tidemark.admin.cli.option.PointOptions;
import io.tidemark.bank.Bank;
import io.tidemark.bank.stream.BankSql;
import io.tidemark.bank.stream.BankStream;
import io.tidemark.bank.stream.StreamRows;
import io.tidemark.bank.text.StreamText;
import io.tidemark.projection.Projection;
import io.tidemark.terminal.ExitCode;
import io.tidemark.terminal.JsonList;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bank stream run NAME}. */
@Command(
    name = "run",
    description = {
      "Bring a stream up to date and show its newest rows, the newest first.",
      "The rows of its code and those of its statement are kept apart; they are the same."
    },
    footer = {
      "",
      "Examples: bank stream run month_totals --limit 12",
      "          bank stream run month_totals --as sql --json"
    })
final class RunStream extends StreamVerb {
  /** Which of its definitions. */
  enum Definition {
    /** In Java. */
    CODE,
    /** A statement. */
    SQL
  }

  @Option(
      names = "--as",
      paramLabel = "D",
      description = "by which definition, code or sql (default: code)")
  Definition definition = Definition.CODE;

  @Option(
      names = "--limit",
      paramLabel = "N",
      converter = PointOptions.Positive.class,
      description = "at most N rows (default: 20)")
  long limit = 20;

  @Mixin JsonOption json = new JsonOption();

  @Override
  protected int run(Bank bank) {
    BankStream stream = stream();
    Projection<?, ?> projection =
        definition == Definition.CODE
            ? stream.code()
            : stream.query(BankSql.over(bank.projections()));
    bringUpToDate(bank, projection);
    StreamRows rows = StreamRows.newest(stream, projection, bank.projections(), limit);
    if (json.isAskedFor()) {
      try (JsonList list = new JsonList(out())) {
        StreamText.json(rows).forEach(list::add);
      }
    } else {
      print(StreamText.table(rows));
    }
    return ExitCode.DONE;
  }
}
