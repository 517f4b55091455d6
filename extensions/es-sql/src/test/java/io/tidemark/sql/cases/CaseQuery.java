package io.tidemark.sql.cases;

import io.tidemark.RecordedEvent;
import io.tidemark.dataflow.Change;
import io.tidemark.dataflow.Dataflow;
import io.tidemark.dataflow.OperatorState;
import io.tidemark.dataflow.Tuple;
import io.tidemark.dataflow.operator.Dataflows;
import io.tidemark.dataflow.time.Clocking;
import io.tidemark.sql.CompiledQuery;
import io.tidemark.sql.QueryOptions;
import io.tidemark.sql.SqlStatement;
import io.tidemark.sql.cases.StreamCase.ReadModel;
import io.tidemark.sql.table.EventTable;
import io.tidemark.sql.table.SqlReadModel;
import io.tidemark.sql.table.SqlTable;
import io.tidemark.sql.table.SqlTables;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The statement of a case as a plan, and its events as what the sources of the plan tell. */
record CaseQuery(StreamCase of, CompiledQuery query) {
  private static final Duration MAX_AHEAD = Duration.ofHours(1);

  static CaseQuery of(StreamCase each) {
    List<SqlTable> tables = new ArrayList<>();
    String category =
        each.events().stream()
            .map(event -> event.stream().category())
            .findFirst()
            .orElse("account");
    each.types().forEach((type, columns) -> tables.add(EventTable.ofJson(category, type, columns)));
    each.readModels()
        .forEach(
            (name, model) ->
                tables.add(new SqlReadModel(name, model.columns(), List.of(model.key()))));
    SqlStatement statement = SqlStatement.parse(each.sql(), SqlTables.of(tables), each.emission());
    return new CaseQuery(each, statement.query());
  }

  Dataflow dataflow(OperatorState state) {
    return Dataflows.of(
        query.plan(), Clocking.of("a plan").whenClosed(of.delay()).withMaxAhead(MAX_AHEAD), state);
  }

  /** What the case says of how the statement is to run. */
  QueryOptions options() {
    return new QueryOptions(Optional.of(of.delay()), Optional.of(of.emission()));
  }

  /** What each event tells, in the order of the log. */
  List<Dataflow.Input> inputs() {
    Map<String, Map<Object, Tuple>> readModels = new HashMap<>();
    List<Dataflow.Input> inputs = new ArrayList<>();
    for (RecordedEvent event : of.events()) {
      List<Dataflow.Told> told = new ArrayList<>();
      for (int source = 0; source < query.sources().size(); source++) {
        if (query.sources().get(source) instanceof SqlReadModel table) {
          Map<Object, Tuple> rows =
              readModels.computeIfAbsent(table.name(), name -> new HashMap<>());
          for (Change change : changes(table, event, rows)) {
            told.add(new Dataflow.Told(source, change));
          }
        }
      }
      boolean movesTime = false;
      for (int source = 0; source < query.sources().size(); source++) {
        if (query.sources().get(source) instanceof EventTable table) {
          for (Tuple row : table.rows(event)) {
            told.add(new Dataflow.Told(source, Change.added(row)));
            movesTime = true;
          }
        }
      }
      inputs.add(
          new Dataflow.Input(
              event.position(), event.occurredAt(), event.recordedAt(), movesTime, told));
    }
    return inputs;
  }

  private List<Change> changes(SqlReadModel table, RecordedEvent event, Map<Object, Tuple> rows) {
    ReadModel model = of.readModels().get(table.name());
    if (!event.type().equals(model.from())) {
      return List.of();
    }
    EventTable events = EventTable.ofJson(event.stream().category(), model.from(), model.columns());
    int width = model.columns().size();
    Tuple all = events.rows(event).get(0);
    Object[] values = new Object[width];
    int key = -1;
    for (int i = 0; i < width; i++) {
      values[i] = all.get(i);
      key = model.columns().get(i).name().equals(model.key()) ? i : key;
    }
    Tuple row = Tuple.of(values);
    Tuple before = rows.put(String.valueOf(row.get(key)), row);
    if (row.equals(before)) {
      return List.of();
    }
    return before == null
        ? List.of(Change.added(row))
        : List.of(Change.removed(before), Change.added(row));
  }

  /** Names of the events' types that the statement names. */
  Set<String> typesNamed() {
    return query.eventTables().stream()
        .flatMap(table -> table.types().stream())
        .collect(Collectors.toSet());
  }
}
