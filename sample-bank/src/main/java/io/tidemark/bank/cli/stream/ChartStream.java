package io.tidemark.bank.cli.stream;

import io.tidemark.admin.cli.option.PointOptions;
import io.tidemark.bank.Bank;
import io.tidemark.bank.stream.BankStream;
import io.tidemark.bank.stream.StreamChart;
import io.tidemark.bank.text.StreamText;
import io.tidemark.terminal.ExitCode;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code bank stream chart NAME}. */
@Command(
    name = "chart",
    description = {
      "Bring day_totals or month_totals up to date, and draw by how much the balance",
      "changed: a bar for each of the newest days or months, the oldest of them first.",
      "Of all accounts together, or of one. Days on which nothing moved are there too."
    },
    footer = {
      "",
      "Examples: bank stream chart month_totals",
      "          bank stream chart day_totals --account 42 --limit 31"
    })
final class ChartStream extends StreamVerb {
  /** More bars than anybody looks at, and not so many that they need all memory. */
  private static final long MOST = 10_000;

  @Option(names = "--account", paramLabel = "A", description = "of this account alone")
  @Nullable String account;

  @Option(
      names = "--limit",
      paramLabel = "N",
      converter = PointOptions.Positive.class,
      description = "at most N days or months, up to 10,000 (default: 24)")
  long limit = 24;

  @Override
  public Integer call() {
    if (!StreamChart.STREAMS.contains(stream().name())) {
      throw misused(
          "No chart of %s: expected one of %s"
              .formatted(name, String.join(", ", StreamChart.STREAMS)));
    }
    if (limit > MOST) {
      throw misused("--limit: expected at most %,d, actual %,d".formatted(MOST, limit));
    }
    return super.call();
  }

  private ParameterException misused(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  @Override
  protected int run(Bank bank) {
    BankStream stream = stream();
    bringUpToDate(bank, stream.code());
    List<StreamChart.Point> points =
        new StreamChart(bank.projections(), Optional.ofNullable(account))
            .newest(stream.name(), limit);
    if (points.isEmpty()) {
      note("Nothing has moved" + (account == null ? "" : " on account " + account));
    }
    StreamText.chart(points).lines(console().style(), out().columns()).forEach(out()::line);
    return ExitCode.DONE;
  }
}
