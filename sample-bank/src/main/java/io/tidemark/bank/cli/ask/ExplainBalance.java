package io.tidemark.bank.cli.ask;

import io.tidemark.admin.cli.option.JsonOption;
import io.tidemark.bank.Bank;
import io.tidemark.bank.cli.verb.Verb;
import io.tidemark.bank.readmodel.Balance;
import io.tidemark.bank.text.RevisionText;
import io.tidemark.history.Explanation;
import io.tidemark.store.Direction;
import io.tidemark.terminal.ExitCode;
import io.tidemark.terminal.JsonList;
import io.tidemark.terminal.Plural;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** {@code bank explain ID}. */
@Command(
    name = "explain",
    description = {
      "List the events that made the balance of an account, each with before and after.",
      "The newest come first."
    },
    footer = {"", "Examples: bank explain 42", "          bank explain 42 --oldest-first --json"})
final class ExplainBalance extends Verb {
  private static final int MOST = 1_000;

  @Parameters(index = "0", paramLabel = "ID", description = "the account")
  String id = "";

  @Option(names = "--oldest-first", description = "begin with the first event of the account")
  boolean oldestFirst;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "20",
      description = "at most N events, up to 1000 (default: 20)")
  int limit;

  @Mixin JsonOption json = new JsonOption();

  @Override
  public Integer call() {
    if (limit < 1 || limit > MOST) {
      throw new ParameterException(
          spec.commandLine(), "Invalid limit: expected 1 to %d, actual %d".formatted(MOST, limit));
    }
    return super.call();
  }

  @Override
  protected int run(Bank bank) {
    bank.catchUp();
    tellIfPaused(bank, Balance.PROJECTION);
    Direction direction = oldestFirst ? Direction.FORWARD : Direction.BACKWARD;
    Explanation<Balance> explanation = bank.queries().explain(id, direction, limit);
    if (json.isAskedFor()) {
      try (JsonList list = new JsonList(out())) {
        explanation.revisions().forEach(revision -> list.add(RevisionText.json(revision)));
      }
    } else {
      print(RevisionText.table(explanation.revisions()));
      out().line(summary(explanation));
    }
    return ExitCode.DONE;
  }

  private String summary(Explanation<Balance> explanation) {
    String events = Plural.of(explanation.revisions().size(), "event");
    if (explanation.isComplete()) {
      return "%s made the balance of account %s".formatted(events, id);
    }
    return "%s shown, the %s of account %s; --limit N shows more"
        .formatted(events, oldestFirst ? "oldest" : "newest", id);
  }
}
