package io.tidemark.admin.cli.projection;

import io.tidemark.admin.Admin;
import io.tidemark.admin.AdministeredProjection;
import io.tidemark.admin.AdministeredSystem;
import io.tidemark.admin.cli.option.JsonOption;
import io.tidemark.admin.cli.option.PointOptions;
import io.tidemark.admin.text.ExplanationText;
import io.tidemark.history.Explanation;
import io.tidemark.store.Direction;
import io.tidemark.terminal.CommandFailedException;
import io.tidemark.terminal.Console;
import io.tidemark.terminal.ExitCode;
import io.tidemark.terminal.JsonList;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code admin explain NAME KEY}. */
@Command(
    name = "explain",
    description = {
      "Show the events that made a row what it is, with what each of them changed.",
      "The newest first. Also of a row that is gone."
    },
    footer = {
      "",
      "Examples: ${COMMAND-FULL-NAME} balances 42",
      "          ${COMMAND-FULL-NAME} balances 42 --oldest-first --limit 5 --json"
    })
final class ExplainRow extends ProjectionVerb {
  private static final long MAX_LIMIT = 1_000;

  @Parameters(index = "1", paramLabel = "KEY", description = "key of the row")
  String key = "";

  @Option(
      names = "--limit",
      paramLabel = "N",
      converter = PointOptions.Positive.class,
      description = "at most N events, up to 1000 (default: 20)")
  long limit = 20;

  @Option(names = "--oldest-first", description = "from the first event on")
  boolean oldestFirst;

  @Mixin JsonOption json = new JsonOption();

  ExplainRow(Console console, AdministeredSystem system) {
    super(console, system);
  }

  @Override
  public Integer call() {
    if (limit > MAX_LIMIT) {
      throw misuse("Number of events: expected 1 to %d, actual %d".formatted(MAX_LIMIT, limit));
    }
    return super.call();
  }

  @Override
  int run(Admin admin, AdministeredProjection<?, ?> projection) {
    requireKey(projection, key);
    Explanation<?> explanation =
        projection.explain(key, oldestFirst ? Direction.FORWARD : Direction.BACKWARD, (int) limit);
    if (explanation.revisions().isEmpty()) {
      throw new CommandFailedException(
          "No event has made a row '%s' in %s up to position %d; the key is its '%s'%s"
              .formatted(
                  key,
                  name,
                  explanation.origin().position(),
                  projection.keyName(),
                  projection.anyKey().map(", for example "::concat).orElse("")));
    }
    ExplanationText text = new ExplanationText(explanation, projection.rowText());
    if (json.isAskedFor()) {
      try (JsonList list = new JsonList(out())) {
        text.json().forEach(list::add);
      }
    } else {
      text.sentences().forEach(this::print);
      if (!explanation.isComplete() && explanation.revisions().size() == limit) {
        hint(
            "More",
            "explain %s %s --limit %d"
                .formatted(name, pasted(key), Math.min(MAX_LIMIT, limit * 10)));
      }
    }
    return ExitCode.DONE;
  }

  /** As one types it in a shell. */
  private static String pasted(String word) {
    return word.matches("[\\p{L}\\d.,:@_+-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
