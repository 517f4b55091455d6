package io.tidemark.admin.text;

import io.tidemark.RecordedEvent;
import io.tidemark.terminal.Console;
import io.tidemark.terminal.Table;
import io.tidemark.terminal.TableLayout;
import io.tidemark.terminal.TextWidth;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Prints events one by one as rows of a table; the first of them decide how wide its columns are.
 * Not thread-safe.
 */
public final class EventTable implements EventPrinter {
  private static final int DECIDING = 100;

  private final Console console;
  private final int columns;
  private final boolean isCut;
  private final List<RecordedEvent> first = new ArrayList<>();
  private @Nullable TableLayout layout;
  private boolean hasCut;

  /**
   * A table without rows.
   *
   * @param columns how many it may take; if that is not any number, times are cut to seconds
   */
  public EventTable(Console console, int columns) {
    this.console = console;
    this.columns = columns;
    this.isCut = columns < Integer.MAX_VALUE;
  }

  @Override
  public void print(RecordedEvent event) {
    if (layout == null) {
      first.add(event);
      if (first.size() == DECIDING) {
        flush();
      }
    } else {
      print(layout, event);
    }
  }

  /** Prints what waits for more that could make columns wider. */
  @Override
  public void flush() {
    if (layout == null) {
      Table table =
          Table.of(">POSITION", "~STREAM", ">VERSION", "TYPE", "=RECORDED", "DATA")
              .room("", "account-12345678", "", "TypeOfEvent", "", "");
      first.forEach(event -> table.row(cells(event)));
      TableLayout decided = table.layout(columns);
      decided.heading(console.style()).forEach(console.out()::line);
      first.forEach(event -> print(decided, event));
      layout = decided;
      first.clear();
    }
    console.out().stream().flush();
  }

  /** Says so if there was none. */
  @Override
  public void end() {
    boolean isEmpty = layout == null && first.isEmpty();
    flush();
    if (isEmpty) {
      console.out().line("no such event");
    }
  }

  private void print(TableLayout decided, RecordedEvent event) {
    List<String> lines = decided.row(console.style(), cells(event));
    lines.forEach(console.out()::line);
    hasCut |= isCut && lines.stream().anyMatch(TextWidth::isCut);
  }

  @Override
  public boolean hasCut() {
    return hasCut;
  }

  private Object[] cells(RecordedEvent event) {
    return new Object[] {
      event.position(),
      event.stream(),
      event.version(),
      event.type(),
      isCut ? event.recordedAt().truncatedTo(ChronoUnit.SECONDS) : event.recordedAt(),
      EventJson.onOneLine(event.data())
    };
  }
}
