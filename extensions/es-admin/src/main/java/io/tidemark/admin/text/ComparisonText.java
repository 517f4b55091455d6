package io.tidemark.admin.text;

import io.tidemark.admin.RowText;
import io.tidemark.replay.compare.ComparisonReport;
import io.tidemark.replay.compare.RowDifference;
import io.tidemark.terminal.JsonLine;
import io.tidemark.terminal.Plural;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How other rows of a projection compare with those that serve.
 *
 * @param report what differs
 * @param rows tells what is in a row
 */
public record ComparisonText(ComparisonReport report, RowText rows) {

  /** Sentences, for a person: what differs in all, and the first rows that do. */
  public List<String> sentences() {
    List<String> sentences = new ArrayList<>();
    String where =
        "%s at position %,d".formatted(Plural.of(report.rows(), "row"), report.position());
    if (report.isEmpty()) {
      sentences.add("No difference in " + where);
      return sentences;
    }
    sentences.add(
        "%,d added, %,d missing, %,d changed of %s"
            .formatted(report.added(), report.missing(), report.changed(), where));
    if (!report.sameColumns()) {
      sentences.add("The columns are others; only those that both have were compared");
    }
    report.examples().forEach(example -> sentences.add("  " + sentence(example)));
    long more = report.differences() - report.examples().size();
    if (more > 0) {
      sentences.add("  and %s more".formatted(Plural.of(more, "row")));
    }
    return sentences;
  }

  private String sentence(RowDifference difference) {
    String kind = difference.kind().name().toLowerCase(Locale.ROOT);
    return "%s %s: %s%s"
        .formatted(
            rows.key(difference),
            kind,
            rows.change(difference.actual(), difference.expected()),
            difference.event().isEmpty()
                ? ""
                : " (%s position %,d)"
                    .formatted(
                        difference.isFirst() ? "since" : "last event at",
                        difference.event().getAsLong()));
  }

  /** Everything, as one object. */
  public JsonLine json() {
    return new JsonLine()
        .with("name", report.projection())
        .with("equal", report.isEmpty())
        .with("position", report.position())
        .with("rows", report.rows())
        .with("added", report.added())
        .with("missing", report.missing())
        .with("changed", report.changed())
        .with("sameColumns", report.sameColumns())
        .with("fingerprint", report.fingerprint())
        .with("examples", report.examples().stream().map(this::shown).toList());
  }

  private record Shown(
      String key,
      String difference,
      @Nullable Map<String, @Nullable Object> serving,
      @Nullable Map<String, @Nullable Object> other,
      @Nullable Long event,
      boolean isFirst) {}

  private Shown shown(RowDifference difference) {
    return new Shown(
        rows.key(difference),
        difference.kind().name().toLowerCase(Locale.ROOT),
        values(difference.actual()),
        values(difference.expected()),
        difference.event().isEmpty() ? null : difference.event().getAsLong(),
        difference.isFirst());
  }

  private @Nullable Map<String, @Nullable Object> values(Optional<Object> row) {
    return row.map(rows::values).orElse(null);
  }
}
