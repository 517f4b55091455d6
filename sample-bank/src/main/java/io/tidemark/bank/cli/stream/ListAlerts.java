package io.tidemark.bank.cli.stream;

import io.tidemark.admin.cli.option.JsonOption;
import io.tidemark.admin.cli.option.PointOptions;
import io.tidemark.bank.Bank;
import io.tidemark.bank.stream.Alert;
import io.tidemark.bank.stream.BankStream;
import io.tidemark.terminal.ExitCode;
import io.tidemark.terminal.JsonLine;
import io.tidemark.terminal.JsonList;
import io.tidemark.terminal.Table;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bank stream alerts}. */
@Command(
    name = "alerts",
    description = {
      "Bring the streams that give alerts up to date, and list the alerts.",
      "An alert is an event of the log, written once with the row that gave it."
    },
    footer = {
      "",
      "Examples: bank stream alerts",
      "          bank stream alerts --from 5000 --json"
    })
final class ListAlerts extends StreamWork {
  @Option(
      names = "--from",
      paramLabel = "P",
      converter = PointOptions.Positive.class,
      description = "from position P on (default: 1)")
  long from = 1;

  @Option(
      names = "--limit",
      paramLabel = "N",
      converter = PointOptions.Positive.class,
      description = "at most N alerts (default: 20)")
  long limit = 20;

  @Mixin JsonOption json = new JsonOption();

  @Override
  protected int run(Bank bank) {
    BankStream.givingAlerts().forEach(code -> bringUpToDate(bank, code));
    List<Alert.Recorded> alerts = Alert.recorded(bank.store(), from - 1, limit);
    if (json.isAskedFor()) {
      try (JsonList list = new JsonList(out())) {
        alerts.forEach(each -> list.add(json(each)));
      }
    } else {
      Table table = Table.of(">POSITION", "ACCOUNT", "=HAPPENED", ">WITHDRAWALS");
      alerts.forEach(
          each ->
              table.row(
                  each.position(),
                  each.alert().account(),
                  each.alert().at().toString(),
                  each.alert().withdrawals()));
      print(table);
    }
    return ExitCode.DONE;
  }

  private static JsonLine json(Alert.Recorded each) {
    return new JsonLine()
        .with("position", each.position())
        .with("account", each.alert().account())
        .with("happened", each.alert().at().toString())
        .with("withdrawals", each.alert().withdrawals());
  }
}
