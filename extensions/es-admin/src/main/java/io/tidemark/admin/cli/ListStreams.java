package io.tidemark.admin.cli;

import io.tidemark.StreamId;
import io.tidemark.admin.Admin;
import io.tidemark.admin.AdministeredSystem;
import io.tidemark.admin.StreamSummary;
import io.tidemark.admin.cli.option.FilterOptions;
import io.tidemark.admin.cli.option.JsonOption;
import io.tidemark.admin.cli.option.PageOptions;
import io.tidemark.admin.cli.option.StreamIdConverter;
import io.tidemark.admin.cli.verb.OpenedVerb;
import io.tidemark.terminal.Console;
import io.tidemark.terminal.ExitCode;
import io.tidemark.terminal.JsonLine;
import io.tidemark.terminal.JsonList;
import io.tidemark.terminal.Plural;
import io.tidemark.terminal.Table;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code admin streams}. */
@Command(
    name = "streams",
    description = {
      "List streams with their versions, in the order of their names.",
      "On a terminal, one page of them. With a filter, those that have such an event."
    },
    footer = {
      "",
      "Examples: ${COMMAND-FULL-NAME} --category account",
      "          ${COMMAND-FULL-NAME} --last 10",
      "          ${COMMAND-FULL-NAME} --since 2026-01-31 --json"
    })
final class ListStreams extends OpenedVerb {
  @Mixin FilterOptions filter = new FilterOptions();

  @Option(
      names = "--after",
      paramLabel = "S",
      converter = StreamIdConverter.class,
      description = "only those that come after this one, for example account-42")
  @Nullable StreamId after;

  @Mixin PageOptions page = new PageOptions();
  @Mixin JsonOption json = new JsonOption();

  ListStreams(Console console, AdministeredSystem system) {
    super(console, system);
  }

  @Override
  protected int run(Admin admin) {
    List<StreamSummary> found =
        admin.streams(filter.selection(this::tell)).stream()
            .filter(stream -> after == null || stream.stream().compareTo(after) > 0)
            .toList();
    if (found.isEmpty()) {
      tellMeant(filter.categories(), filter.types());
    }
    boolean isPaged = page.isPaged(out(), json);
    List<StreamSummary> shown = chosen(found, isPaged);
    if (json.isAskedFor()) {
      try (JsonList list = new JsonList(out())) {
        shown.forEach(stream -> list.add(json(stream)));
      }
    } else {
      print(shown);
      out().line(count(found.size(), shown.size()));
      if (isPaged && shown.size() < found.size()) {
        StreamSummary last = shown.get(shown.size() - 1);
        hint("More: --after %s continues".formatted(last.stream()));
      }
    }
    return ExitCode.DONE;
  }

  private List<StreamSummary> chosen(List<StreamSummary> found, boolean isPaged) {
    Long last = page.last();
    if (last != null) {
      return found.stream()
          .sorted(Comparator.comparingLong(StreamSummary::position))
          .skip(Math.max(0, found.size() - last))
          .toList();
    }
    Long most = page.limit() == null ? Long.MAX_VALUE : page.limit();
    return found.stream().limit(isPaged ? PageOptions.PAGE : most).toList();
  }

  private void print(List<StreamSummary> streams) {
    Table table = Table.of("~STREAM", ">VERSION", ">LAST POSITION");
    streams.forEach(last -> table.row(last.stream(), last.version(), last.position()));
    printCut(table.lines(console().style(), page.columns(out())));
  }

  private static String count(int found, int shown) {
    String all = Plural.of(found, "stream");
    return shown == found ? all : "%,d of %s".formatted(shown, all);
  }

  private static JsonLine json(StreamSummary summary) {
    return new JsonLine()
        .with("stream", summary.stream().toString())
        .with("version", summary.version())
        .with("position", summary.position());
  }
}
