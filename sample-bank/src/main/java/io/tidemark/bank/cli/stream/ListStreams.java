package io.tidemark.bank.cli.stream;

import io.tidemark.admin.cli.option.JsonOption;
import io.tidemark.bank.cli.verb.BankCommand;
import io.tidemark.bank.stream.BankStream;
import io.tidemark.terminal.Console;
import io.tidemark.terminal.ExitCode;
import io.tidemark.terminal.JsonLine;
import io.tidemark.terminal.JsonList;
import io.tidemark.terminal.Output;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code bank stream list}: of what the program knows, so it opens no bank. */
@Command(
    name = "list",
    description = "List the streams: what they are, and their statements.",
    footer = {"", "Examples: bank stream list", "          bank stream list --json"})
final class ListStreams implements Callable<Integer> {
  @Spec CommandSpec spec = CommandSpec.create();

  @Mixin JsonOption json = new JsonOption();

  @Override
  public Integer call() {
    Console console = ((BankCommand) spec.root().userObject()).console();
    if (json.isAskedFor()) {
      try (JsonList list = new JsonList(console.out())) {
        BankStream.ALL.forEach(stream -> list.add(json(stream)));
      }
    } else {
      BankStream.ALL.forEach(stream -> print(stream, console));
    }
    return ExitCode.DONE;
  }

  private static void print(BankStream stream, Console console) {
    Output out = console.out();
    out.line(console.style().bold(stream.name()));
    out.text("  " + stream.about());
    stream.sql().lines().forEach(line -> out.text("    " + line));
  }

  private static JsonLine json(BankStream stream) {
    return new JsonLine()
        .with("name", stream.name())
        .with("about", stream.about())
        .with("sql", stream.sql().strip());
  }
}
