package io.tidemark.projection.table;

import io.tidemark.jdbc.Session;
import io.tidemark.projection.ReadModelDefinition;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Makes one table with the rows of a read model, and its history and its state if it is to have
 * them; exchanges them for others, and removes them. Immutable and thread-safe.
 */
public final class TableLifecycle {
  private final String schema;
  private final Slot slot;
  private final ReadModelDefinition<?, ?> projection;
  private final String name;
  private final String table;
  private final Columns<?> columns;
  private final HistoryTable<?> history;
  private final TableIndexes indexes;
  private final StateTable state;

  TableLifecycle(
      String schema,
      Slot slot,
      ReadModelDefinition<?, ?> projection,
      HistoryTable<?> history,
      StateTable state,
      TableIndexes indexes) {
    this.schema = schema;
    this.slot = slot;
    this.projection = projection;
    this.name = slot.table(projection.name());
    this.table = Identifier.qualified(schema, name);
    this.columns = history.columns();
    this.history = history;
    this.state = state;
    this.indexes = indexes;
  }

  /**
   * Its primary key gets a name of its own, because the table is renamed and names are shared. What
   * is made to be dropped is not logged: after a crash of the server it is made anew.
   */
  public void create(Session session) {
    session.update(
        "create %stable %s (%s%s, constraint %s primary key (%s))"
            .formatted(
                slot == Slot.SCRATCH ? "unlogged " : "",
                table,
                columns.definitions(),
                projection.hasHistory() ? ", " + RowVersion.VALID_FROM + " bigint not null" : "",
                Identifier.quoted(uniqueName(name)),
                columns.key().names()));
    if (projection.hasHistory()) {
      history.create(session);
    }
    if (projection.hasState()) {
      state.create(session, slot != Slot.SCRATCH);
    }
    if (slot == Slot.SERVING) {
      indexes.align(session);
    }
  }

  /** Whether there are rows, with or without the history that they are to have. */
  public boolean hasRows(Session session) {
    return Catalog.hasTable(session, schema, name);
  }

  /** Whether it was made, with its history and its state if it is to have them. */
  public boolean exists(Session session) {
    return Catalog.hasTable(session, schema, name)
        && (!projection.hasHistory() || history.exists(session))
        && (!projection.hasState() || state.exists(session));
  }

  /**
   * What is made of this table or of the one that a rebuild left, or of the history of one, and
   * would not go along with a switch: views, foreign keys and functions, in words.
   */
  public List<String> dependents(Session session) {
    String previous = Slot.PREVIOUS.table(projection.name());
    return Catalog.dependents(
        session,
        schema,
        List.of(name, HistoryTable.beside(name), previous, HistoryTable.beside(previous)));
  }

  /** Removes it, its history and its state, if they are there. */
  public void drop(Session session) {
    session.update("drop table if exists " + table);
    history.drop(session);
    state.drop(session);
  }

  /**
   * Puts this table in the place of the serving one, with that one's grants and comments. The other
   * becomes the previous one, and what was the previous one is dropped unless it is this. Their
   * histories and states, as far as they have them, go with them, in the same way.
   */
  public void replace(Session session, TableLifecycle serving) {
    String previous = Slot.PREVIOUS.table(projection.name());
    String outgoing = uniqueName(serving.name);
    TableManners.copy(session, serving.table, table);
    if (history.exists(session) && serving.history.exists(session)) {
      TableManners.copy(session, serving.history.qualifiedName(), history.qualifiedName());
    }
    if (slot != Slot.PREVIOUS) {
      session.update("drop table if exists " + Identifier.qualified(schema, previous));
      new HistoryTable<>(schema, previous, projection).drop(session);
      new StateTable(schema, previous).drop(session);
    }
    rename(session, serving.name, outgoing);
    rename(session, name, serving.name);
    rename(session, outgoing, previous);
    serving.history.rename(session, outgoing);
    history.rename(session, serving.name);
    new HistoryTable<>(schema, outgoing, projection).rename(session, previous);
    serving.state.rename(session, outgoing);
    state.rename(session, serving.name);
    new StateTable(schema, outgoing).rename(session, previous);
  }

  private void rename(Session session, String from, String to) {
    session.update(
        "alter table %s rename to %s"
            .formatted(Identifier.qualified(schema, from), Identifier.quoted(to)));
  }

  /** What the primary key of a table is called that was made under this name. */
  static Pattern primaryKey(String table) {
    return Pattern.compile(Pattern.quote(table) + "_[0-9a-f]{8}");
  }

  private static String uniqueName(String name) {
    return name + "_" + UUID.randomUUID().toString().substring(0, 8);
  }
}
