package io.tidemark.admin.cli;

import io.tidemark.RecordedEvent;
import io.tidemark.StoreUnavailableException;
import io.tidemark.StreamId;
import io.tidemark.admin.Admin;
import io.tidemark.admin.AdministeredSystem;
import io.tidemark.admin.EventFeed;
import io.tidemark.admin.EventSelection;
import io.tidemark.admin.cli.option.FilterOptions;
import io.tidemark.admin.cli.option.JsonOption;
import io.tidemark.admin.cli.option.PointOptions;
import io.tidemark.admin.cli.option.StreamIdConverter;
import io.tidemark.admin.cli.verb.OpenedVerb;
import io.tidemark.admin.text.EventJson;
import io.tidemark.admin.text.EventPrinter;
import io.tidemark.admin.text.EventTable;
import io.tidemark.terminal.Console;
import io.tidemark.terminal.ExitCode;
import io.tidemark.terminal.FailureText;
import io.tidemark.terminal.TextWidth;
import io.tidemark.terminal.UntilInterrupted;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code admin events}. */
@Command(
    name = "events",
    description = {
      "List events in the order of the log. On a terminal, one page of them, cut to its width."
    },
    footer = {
      "",
      "Examples: ${COMMAND-FULL-NAME} --last 20",
      "          ${COMMAND-FULL-NAME} --stream account-42 --from 100 --limit 10 --json",
      "          ${COMMAND-FULL-NAME} --category account --type Opened --since 2026-01-31",
      "          ${COMMAND-FULL-NAME} --follow"
    })
final class ListEvents extends OpenedVerb {
  /** Fits a terminal that one can still scroll. */
  private static final long PAGE = 50;

  /** What one wants to see of the past before what comes. */
  private static final long LAST_BEFORE_FOLLOWING = 10;

  /** Short, so that an interrupt is noticed soon. */
  private static final Duration WAIT = Duration.ofMillis(200);

  private static final Duration PAUSE = Duration.ofSeconds(1);

  @Option(
      names = "--stream",
      paramLabel = "S",
      converter = StreamIdConverter.class,
      description = "of this stream only, for example account-42")
  @Nullable StreamId stream;

  @Mixin FilterOptions filter = new FilterOptions();

  @Option(
      names = "--from",
      paramLabel = "P",
      converter = PointOptions.Count.class,
      description = "from this position on")
  long from;

  @ArgGroup @Nullable HowMany howMany;

  @Option(
      names = "--follow",
      description = "go on with new ones as they come, until Ctrl-C; begins with the last 10")
  boolean follow;

  @Option(names = "--wide", description = "cut nothing, however wide the lines get")
  boolean wide;

  @Mixin JsonOption json = new JsonOption();

  private @Nullable UntilInterrupted interruption;

  /** Either the first or the last. */
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
        description = "the last so many")
    @Nullable Long last;
  }

  ListEvents(Console console, AdministeredSystem system) {
    super(console, system);
  }

  @Override
  public Integer call() {
    if (!follow) {
      return super.call();
    }
    if (limit() != null) {
      throw misuse("No end of what comes: expected --last with --follow, actual --limit");
    }
    try (UntilInterrupted begun = UntilInterrupted.begin()) {
      interruption = begun;
      return super.call();
    }
  }

  @Override
  protected int run(Admin admin) {
    EventSelection told = filter.selection(this::tell).from(from);
    EventSelection wanted = told.filter(told.filter().ofStream(stream));
    Long last = last();
    EventSelection selection = last == null ? wanted : wanted.from(admin.startOfLast(wanted, last));
    try (EventPrinter printer = printer()) {
      if (follow) {
        follow(admin.follow(selection), printer);
      } else {
        list(admin.events(selection), printer);
      }
    }
    return ExitCode.DONE;
  }

  private @Nullable Long limit() {
    return howMany == null ? null : howMany.limit;
  }

  private @Nullable Long last() {
    if (howMany != null) {
      return howMany.last;
    }
    boolean saysWhere = from > 0 || filter.beginsAtTime();
    return follow && !saysWhere ? LAST_BEFORE_FOLLOWING : null;
  }

  private EventPrinter printer() {
    if (json.isAskedFor()) {
      return follow ? EventJson.lines(out()) : EventJson.list(out());
    }
    return new EventTable(console(), wide ? Integer.MAX_VALUE : out().columns());
  }

  /** On a terminal a page of those that were not counted, with a hint how to go on. */
  private void list(Stream<RecordedEvent> selected, EventPrinter printer) {
    boolean isPaged = howMany == null && out().isTerminal() && !json.isAskedFor();
    Long most = howMany == null || howMany.limit == null ? last() : howMany.limit;
    long left = isPaged ? PAGE : most == null ? Long.MAX_VALUE : most;
    try (selected) {
      Iterator<RecordedEvent> events = selected.iterator();
      for (; left > 0 && events.hasNext() && !out().isClosed(); left--) {
        printer.print(events.next());
      }
      if (isPaged && left == 0 && events.hasNext()) {
        printer.flush();
        hint(
            "There are more: --from %d goes on, --last N ends".formatted(events.next().position()));
      }
    }
  }

  private void hint(String text) {
    TextWidth.wrap(text, out().columns()).stream().map(console().style()::dim).forEach(out()::line);
  }

  private void follow(EventFeed feed, EventPrinter printer) {
    boolean isAway = false;
    while (!isOver()) {
      try {
        feed.next(WAIT).forEach(printer::print);
        printer.flush();
        if (isAway) {
          tell("the database is back");
          isAway = false;
        }
      } catch (StoreUnavailableException e) {
        if (!isAway && !isOver()) {
          tell("database away, trying until it is back: " + FailureText.of(e));
          isAway = true;
        }
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
  }

  private boolean isOver() {
    return out().isClosed() || (interruption != null && interruption.isAsked());
  }
}
