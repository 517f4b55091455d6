package io.tidemark.bank.text;

import io.tidemark.RecordedEvent;
import io.tidemark.bank.account.Money;
import io.tidemark.bank.readmodel.Balance;
import io.tidemark.history.RowRevision;
import io.tidemark.terminal.JsonLine;
import io.tidemark.terminal.Table;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** How balances came to be, as people and programs read it. */
public final class RevisionText {
  private RevisionText() {}

  /** A row for each. */
  public static Table table(List<RowRevision<Balance>> revisions) {
    Table table = Table.of(">POSITION", "DAY", "EVENT", ">BEFORE", ">AFTER");
    for (RowRevision<Balance> revision : revisions) {
      RecordedEvent event = revision.event();
      table.row(
          event.position(),
          LocalDate.ofInstant(event.occurredAt(), ZoneOffset.UTC),
          event.type(),
          money(revision.before()).orElse(""),
          money(revision.after()).orElse(""));
    }
    return table;
  }

  /** One of them. */
  public static JsonLine json(RowRevision<Balance> revision) {
    RecordedEvent event = revision.event();
    return new JsonLine()
        .with("position", event.position())
        .with("version", event.version())
        .with("type", event.type())
        .with("occurredAt", event.occurredAt().toString())
        .with("before", money(revision.before()).orElse(null))
        .with("after", money(revision.after()).orElse(null));
  }

  private static Optional<String> money(Optional<Balance> row) {
    return row.map(Balance::balance).map(Money::text);
  }
}
