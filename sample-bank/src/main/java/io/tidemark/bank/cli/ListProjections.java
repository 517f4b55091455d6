package io.tidemark.bank.cli;

import io.tidemark.bank.Bank;
import io.tidemark.bank.readmodel.ReadModels;
import io.tidemark.subscription.SubscriberStatus;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code bank admin projections}. */
@Command(
    name = "projections",
    description = "List the projections and how far they got. Does not bring them further.",
    footer = {"", "Example: bank admin projections --json"})
final class ListProjections extends Verb {
  @Mixin JsonOption json = new JsonOption();

  @Override
  int run(Bank bank) {
    List<SubscriberStatus> projections =
        ReadModels.PROJECTIONS.stream().map(bank.projections()::status).toList();
    if (json.json) {
      try (JsonList list = new JsonList(out())) {
        projections.forEach(status -> list.add(json(status)));
      }
    } else {
      Table table = Table.of("PROJECTION", "STATE", ">CHECKPOINT", ">HEAD", ">LAG");
      projections.forEach(
          status ->
              table.row(
                  status.name(), status.state(), status.position(), status.head(), status.lag()));
      print(table);
    }
    return ExitCode.DONE;
  }

  private static Json json(SubscriberStatus status) {
    return new Json()
        .with("name", status.name())
        .with("state", status.state().name())
        .with("checkpoint", status.position())
        .with("head", status.head())
        .with("lag", status.lag())
        .with("error", status.error().orElse(null));
  }
}
