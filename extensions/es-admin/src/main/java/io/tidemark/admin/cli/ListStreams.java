package io.tidemark.admin.cli;

import io.tidemark.StreamId;
import io.tidemark.admin.Admin;
import io.tidemark.admin.AdministeredSystem;
import io.tidemark.admin.StreamSummary;
import io.tidemark.admin.cli.option.FilterOptions;
import io.tidemark.admin.cli.option.JsonOption;
import io.tidemark.admin.cli.option.PointOptions;
import io.tidemark.admin.cli.option.StreamIdConverter;
import io.tidemark.admin.cli.verb.OpenedVerb;
import io.tidemark.terminal.Console;
import io.tidemark.terminal.ExitCode;
import io.tidemark.terminal.JsonLine;
import io.tidemark.terminal.JsonList;
import io.tidemark.terminal.Plural;
import io.tidemark.terminal.Table;
import io.tidemark.terminal.TextWidth;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
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
  private static final long PAGE = 50;

  @Mixin FilterOptions filter = new FilterOptions();

  @Option(
      names = "--after",
      paramLabel = "S",
      converter = StreamIdConverter.class,
      description = "only those that come after this one, for example account-42")
  @Nullable StreamId after;

  @ArgGroup @Nullable HowMany howMany;

  @Option(names = "--wide", description = "cut nothing, however wide the lines get")
  boolean wide;

  @Mixin JsonOption json = new JsonOption();

  /** Either the first by name or the last by time. */
  static final class HowMany {
    @Option(
        names = "--limit",
        paramLabel = "N",
        converter = PointOptions.Count.class,
        description = "at most so many")
    @Nullable Long limit;

    @Option(
        names = "--last",
        paramLabel = "N",
        converter = PointOptions.Count.class,
        description = "those that changed last, the latest at the end")
    @Nullable Long last;
  }

  ListStreams(Console console, AdministeredSystem system) {
    super(console, system);
  }

  @Override
  protected int run(Admin admin) {
    List<StreamSummary> found =
        admin.streams(filter.selection(this::tell)).stream()
            .filter(stream -> after == null || stream.stream().compareTo(after) > 0)
            .toList();
    boolean isPaged = howMany == null && out().isTerminal() && !json.isAskedFor();
    List<StreamSummary> shown = chosen(found, isPaged);
    if (json.isAskedFor()) {
      try (JsonList list = new JsonList(out())) {
        shown.forEach(stream -> list.add(json(stream)));
      }
    } else {
      print(shown);
      out().line(count(found.size(), shown.size()));
      if (isPaged && shown.size() < found.size()) {
        hint(shown.get(shown.size() - 1));
      }
    }
    return ExitCode.DONE;
  }

  private List<StreamSummary> chosen(List<StreamSummary> found, boolean isPaged) {
    if (howMany != null && howMany.last != null) {
      long before = Math.max(0, found.size() - howMany.last);
      return found.stream()
          .sorted(Comparator.comparingLong(StreamSummary::position))
          .skip(before)
          .toList();
    }
    long most = howMany != null && howMany.limit != null ? howMany.limit : Long.MAX_VALUE;
    return found.stream().limit(isPaged ? PAGE : most).toList();
  }

  private void print(List<StreamSummary> streams) {
    Table table = Table.of("~STREAM", ">VERSION", ">LAST POSITION");
    streams.forEach(last -> table.row(last.stream(), last.version(), last.position()));
    table.lines(console().style(), wide ? Integer.MAX_VALUE : out().columns()).forEach(out()::line);
  }

  private static String count(int found, int shown) {
    String all = Plural.of(found, "stream");
    return shown == found ? all : "%,d of %s".formatted(shown, all);
  }

  private void hint(StreamSummary last) {
    String text = "There are more: --after %s goes on".formatted(last.stream());
    TextWidth.wrap(text, out().columns()).stream().map(console().style()::dim).forEach(out()::line);
  }

  private static JsonLine json(StreamSummary summary) {
    return new JsonLine()
        .with("stream", summary.stream().toString())
        .with("version", summary.version())
        .with("position", summary.position());
  }
}
