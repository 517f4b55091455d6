package io.tidemark.sql.cases;

import io.tidemark.EventData;
import io.tidemark.ExpectedVersion;
import io.tidemark.RecordedEvent;
import io.tidemark.dataflow.Tuple;
import io.tidemark.postgres.PostgresEventStore;
import io.tidemark.projection.NamedProjection;
import io.tidemark.projection.Projection;
import io.tidemark.projection.ReadModelDefinition.NamedRows;
import io.tidemark.projection.postgres.PostgresProjections;
import io.tidemark.row.KeyType;
import io.tidemark.row.RowType;
import io.tidemark.row.RowType.NamedColumn;
import io.tidemark.sql.cases.StreamCase.ReadModel;
import io.tidemark.sql.query.SqlQueries;
import io.tidemark.sql.table.EventTable;
import io.tidemark.sql.table.SqlColumn;
import io.tidemark.sql.table.SqlReadModel;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;

/** A case in a log and a schema of its own, under the name {@link #NAME}. */
final class StoredCase implements AutoCloseable {
  static final String NAME = "the_case";

  private final StreamCase of;
  private final PostgresEventStore store;

  StoredCase(StreamCase of, PostgresEventStore store) {
    this.of = of;
    this.store = store;
    queries().create(view());
  }

  private String view() {
    return "CREATE VIEW %s WITH ('delay' = '%d ms', 'emit' = '%s') AS %s"
        .formatted(
            NAME, of.delay().toMillis(), of.emission().name().toLowerCase(Locale.ROOT), of.sql());
  }

  PostgresEventStore store() {
    return store;
  }

  PostgresProjections projections() {
    return PostgresProjections.of(store);
  }

  /** Made anew, as another process would. */
  SqlQueries queries() {
    SqlQueries.Builder builder = SqlQueries.of(projections());
    of.types()
        .forEach((type, columns) -> builder.table(EventTable.ofJson("account", type, columns)));
    of.readModels()
        .forEach(
            (name, model) ->
                builder.readModel(
                    new SqlReadModel(name, model.columns(), List.of(model.key())),
                    readModel(name, model),
                    row -> row));
    return builder.build();
  }

  /** The last event of a key is its row. */
  private static Projection<String, Tuple> readModel(String name, ReadModel model) {
    List<NamedColumn> columns =
        model.columns().stream()
            .map(
                column ->
                    new NamedColumn(
                        column.name(),
                        column.type().javaType(),
                        !column.name().equals(model.key())))
            .toList();
    RowType<Tuple> type = RowType.ofColumns(Tuple.class, columns, Tuple::toArray, Tuple::of);
    KeyType<String> key = KeyType.firstOf(type);
    int width = columns.size();
    EventTable events = EventTable.ofJson("account", model.from(), model.columns());
    int[] own = IntStream.range(0, width).toArray();
    return NamedProjection.of(new NamedRows<>(name, type, key, row -> String.valueOf(row.get(0))))
        .from("account", new RawEvents(Set.of(model.from())))
        .ofTypes(model.from())
        .keyedBy((event, recorded) -> (String) events.rows(event).get(0).get(0))
        .fold((row, event, recorded) -> events.rows(event).get(0).pick(own))
        .withHistory();
  }

  void append(List<RecordedEvent> events) {
    for (RecordedEvent event : events) {
      store.append(
          event.stream(),
          ExpectedVersion.any(),
          List.of(
              new EventData(
                  event.id(), event.type(), event.data(), event.metadata(), event.occurredAt())));
    }
  }

  List<SqlColumn> columns() {
    return queries().rows(NAME).columns();
  }

  @Override
  public void close() {
    store.close();
  }
}
