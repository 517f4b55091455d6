package io.tidemark.sql.cli;

import io.tidemark.dataflow.Tuple;
import io.tidemark.sql.query.SqlRows;
import io.tidemark.terminal.Console;
import io.tidemark.terminal.LiveLines;
import io.tidemark.terminal.TextWidth;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Shows rows again when they have changed: on a terminal in the place of the last ones. As JSON, an
 * object on each line. Not thread-safe.
 */
final class WatchedRows {
  /** How many are shown unless told: few enough to be seen whole on a terminal. */
  static final long MOST = 20;

  /** Between two looks. */
  static final Duration PAUSE = Duration.ofSeconds(1);

  private final Console console;
  private final long limit;
  private final boolean isJson;
  private final Function<SqlRows, List<String>> lines;
  private final LiveLines drawn;
  private @Nullable List<Tuple> last;
  private long lookedAt = System.nanoTime() - PAUSE.toNanos();

  /**
   * None yet.
   *
   * @param limit how many are shown at the most
   * @param lines what of them is drawn
   */
  WatchedRows(Console console, long limit, boolean isJson, Function<SqlRows, List<String>> lines) {
    this.console = console;
    this.limit = limit;
    this.isJson = isJson;
    this.lines = lines;
    this.drawn = new LiveLines(console.out());
  }

  /** Looks at them, if the last look is not too recent. */
  void showNowAndThen(Supplier<SqlRows> rows) {
    if (System.nanoTime() - lookedAt >= PAUSE.toNanos()) {
      show(rows.get());
      lookedAt = System.nanoTime();
    }
  }

  /** Shows these, unless they are the same as before. */
  void show(SqlRows all) {
    if (all.rows().equals(last)) {
      return;
    }
    last = all.rows();
    SqlRows first = all.first(limit);
    if (isJson) {
      console.out().line(new SqlText(all.columns()).json(first).toString());
      console.out().stream().flush();
      return;
    }
    List<String> shown = new ArrayList<>(lines.apply(first));
    boolean isAll = first.rows().size() == all.rows().size();
    String place =
        "Position %,d%s".formatted(all.position(), isAll ? "" : "; more: --limit N shows N");
    shown.add(console.style().dim(TextWidth.cut(place, console.out().columns())));
    drawn.draw(shown);
  }
}
