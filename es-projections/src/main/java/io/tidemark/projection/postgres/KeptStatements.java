package io.tidemark.projection.postgres;

import io.tidemark.projection.ReadModelDefinition;
import io.tidemark.projection.table.Slot;
import io.tidemark.projection.table.StatementTable;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Statements that are kept in the database, beside the rows of the projections that follow from
 * them, by their names. What they mean is not looked at here. Thread-safe.
 */
public final class KeptStatements {
  private final ReadModelSchema schema;
  private final StatementTable table;

  KeptStatements(ReadModelSchema schema) {
    this.schema = schema;
    this.table = new StatementTable(schema.name());
  }

  /**
   * A statement that is kept.
   *
   * @param statement as it was given
   */
  public record Kept(String name, String statement, Instant createdAt) {}

  /**
   * Keeps one.
   *
   * @return false if there is one of this name; nothing has changed then
   */
  public boolean add(String name, String statement) {
    return schema.jdbc().inTransaction(session -> table.add(session, name, statement));
  }

  /** All, in the order of their names. */
  public List<Kept> all() {
    return schema
        .jdbc()
        .inSession(
            session ->
                table.all(session, row -> new Kept(row.text(1), row.text(2), row.instant(3))));
  }

  /** The one of this name. */
  public Optional<Kept> find(String name) {
    return all().stream().filter(each -> each.name().equals(name)).findFirst();
  }

  /** Puts another statement in the place of that of a name. */
  public void change(String name, String statement) {
    schema.jdbc().inTransaction(session -> table.change(session, name, statement));
  }

  /**
   * Forgets the statement of a projection, and removes all versions of its rows with their
   * checkpoints, history, state and ticks, in one transaction. Whoever runs it must have stopped:
   * he would begin anew.
   */
  public void drop(ReadModelDefinition<?, ?> projection) {
    schema
        .jdbc()
        .inTransaction(
            session -> {
              if (schema.checkpoints().exists(session)) {
                for (Slot slot : Slot.values()) {
                  StoredRows.of(schema, projection, slot).drop(session);
                }
              }
              schema.tickTable().delete(session, projection.name());
              table.remove(session, projection.name());
              return true;
            });
  }
}
