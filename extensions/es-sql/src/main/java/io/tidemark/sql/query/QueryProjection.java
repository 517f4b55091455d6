package io.tidemark.sql.query;

import io.tidemark.dataflow.Tuple;
import io.tidemark.projection.Projection;
import io.tidemark.projection.Stages;
import io.tidemark.sql.SqlStatement;
import io.tidemark.sql.table.EventTable;
import io.tidemark.sql.table.SqlTable;
import io.tidemark.store.EventSelector;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** A statement as a projection. */
final class QueryProjection {
  private QueryProjection() {}

  /**
   * Of a statement.
   *
   * @param text of the statement, by which it is known again
   * @param readModels what is told of these, by the names of their tables
   */
  static Projection<UUID, Tuple> of(
      String name, SqlStatement statement, String text, Map<String, Stages.Input<?>> readModels) {
    QueryRows rows = QueryRows.of(statement.query());
    List<Stages.Input<?>> inputs = new ArrayList<>();
    for (SqlTable table : statement.query().sources()) {
      inputs.add(input(table, readModels));
    }
    Stages<Tuple> stages =
        Stages.of(rows.plan(), inputs, rows::stored)
            .clockedBy(statement.options().clocking())
            .inWords("statement " + UUID.nameUUIDFromBytes(normalized(text)));
    return rows.named(name).through(stages);
  }

  private static byte[] normalized(String text) {
    return text.strip().getBytes(StandardCharsets.UTF_8);
  }

  private static Stages.Input<?> input(SqlTable table, Map<String, Stages.Input<?>> readModels) {
    if (table instanceof EventTable events) {
      return Stages.Input.ofRecorded(
          events.categories().stream()
              .map(category -> EventSelector.ofCategory(category).types(events.types()))
              .toList(),
          events::rows);
    }
    return Objects.requireNonNull(readModels.get(table.name()), table.name());
  }
}
