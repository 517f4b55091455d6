package io.tidemark.admin.cli;

import io.tidemark.RecordedEvent;
import io.tidemark.StreamId;
import io.tidemark.admin.Admin;
import io.tidemark.admin.AdministeredSystem;
import io.tidemark.admin.EventFeed;
import io.tidemark.admin.EventSelection;
import io.tidemark.admin.cli.option.FilterOptions;
import io.tidemark.admin.cli.option.JsonOption;
import io.tidemark.admin.cli.option.PageOptions;
import io.tidemark.admin.cli.option.PointOptions;
import io.tidemark.admin.cli.option.StreamIdConverter;
import io.tidemark.admin.cli.verb.FollowingVerb;
import io.tidemark.admin.text.EventJson;
import io.tidemark.admin.text.EventPrinter;
import io.tidemark.admin.text.EventTable;
import io.tidemark.terminal.Console;
import io.tidemark.terminal.ExitCode;
import java.time.Duration;
import java.util.Iterator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
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
final class ListEvents extends FollowingVerb {
  /** What one wants to see of the past before what comes. */
  private static final long LAST_BEFORE_FOLLOWING = 10;

  /** Short, so that an interrupt is noticed soon. */
  private static final Duration WAIT = Duration.ofMillis(200);

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

  @Mixin PageOptions page = new PageOptions();

  @Option(
      names = "--follow",
      description = "go on with new ones as they come, until Ctrl-C; begins with the last 10")
  boolean follow;

  @Mixin JsonOption json = new JsonOption();

  ListEvents(Console console, AdministeredSystem system) {
    super(console, system);
  }

  @Override
  public Integer call() {
    if (follow && page.limit() != null) {
      throw misuse("No end of what comes: expected --last with --follow, actual --limit");
    }
    return super.call();
  }

  @Override
  protected boolean isFollowing() {
    return follow;
  }

  @Override
  protected int run(Admin admin) {
    EventSelection told = filter.selection(this::tell).from(from);
    EventSelection wanted = told.filter(told.filter().ofStream(stream));
    Long last = last();
    EventSelection selection = last == null ? wanted : wanted.from(admin.startOfLast(wanted, last));
    EventPrinter printer = printer();
    if (follow) {
      follow(admin.follow(selection), printer);
    } else {
      list(admin.events(selection), printer);
    }
    printer.end();
    return ExitCode.DONE;
  }

  private @Nullable Long last() {
    if (page.isCounted()) {
      return page.last();
    }
    boolean saysWhere = from > 0 || filter.beginsAtTime();
    return follow && !saysWhere ? LAST_BEFORE_FOLLOWING : null;
  }

  private EventPrinter printer() {
    if (json.isAskedFor()) {
      return follow ? EventJson.lines(out()) : EventJson.list(out());
    }
    return new EventTable(console(), page.columns(out()));
  }

  /** On a terminal a page of those that were not counted, with a hint how to go on. */
  private void list(Stream<RecordedEvent> selected, EventPrinter printer) {
    boolean isPaged = page.isPaged(out(), json);
    Long most = page.limit() == null ? last() : page.limit();
    long left = isPaged ? PageOptions.PAGE : most == null ? Long.MAX_VALUE : most;
    try (selected) {
      Iterator<RecordedEvent> events = selected.iterator();
      if (!events.hasNext()) {
        tellMeant(filter.categories(), filter.types());
        return;
      }
      for (; left > 0 && events.hasNext() && !out().isClosed(); left--) {
        printer.print(events.next());
      }
      printer.flush();
      if (printer.hasCut()) {
        hintWide();
      }
      if (isPaged && left == 0 && events.hasNext()) {
        hint(
            "More: --from %d continues, --last N shows the end"
                .formatted(events.next().position()));
      }
    }
  }

  private void follow(EventFeed feed, EventPrinter printer) {
    goOn(
        Duration.ZERO,
        () -> {
          feed.next(WAIT).forEach(printer::print);
          printer.flush();
        });
  }
}
