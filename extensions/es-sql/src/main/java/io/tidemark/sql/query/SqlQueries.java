package io.tidemark.sql.query;

import io.tidemark.AsOf;
import io.tidemark.codec.EventCodec;
import io.tidemark.dataflow.Tuple;
import io.tidemark.dataflow.ValueOrder;
import io.tidemark.projection.Projection;
import io.tidemark.projection.Stages;
import io.tidemark.projection.memory.LiveProjection;
import io.tidemark.projection.postgres.KeptStatements;
import io.tidemark.projection.postgres.PostgresProjections;
import io.tidemark.readmodel.Filter;
import io.tidemark.readmodel.ReadModel;
import io.tidemark.readmodel.ReadModelQuery;
import io.tidemark.readmodel.ReadModelRepository;
import io.tidemark.readmodel.ReadModels;
import io.tidemark.readmodel.RowsAtPosition;
import io.tidemark.row.RowComponent;
import io.tidemark.sql.QueryOptions;
import io.tidemark.sql.SqlStatement;
import io.tidemark.sql.table.EventTable;
import io.tidemark.sql.table.SqlReadModel;
import io.tidemark.sql.table.SqlTable;
import io.tidemark.sql.table.SqlTables;
import io.tidemark.store.EventStore;
import io.tidemark.subscription.Subscriber;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongConsumer;

/**
 * Streaming SQL over a log. A statement that has a name is a projection like any other: its rows
 * are in a table of that name, it is run, paused, rebuilt, compared and asked in the same ways, and
 * the statement itself is kept in the database. A statement without one is answered once, or
 * followed. Statements can name the event types and read models that are given here and nothing
 * else, and change nothing. Thread-safe.
 *
 * <pre>{@code
 * SqlQueries sql = SqlQueries.of(projections).types("account", codec, AccountEvent.class).build();
 * sql.create("""
 *     CREATE VIEW minute_totals WITH ('delay' = '30 s') AS
 *     SELECT window_start, COUNT(*) AS movements, SUM(amount) AS total
 *     FROM TABLE(TUMBLE(TABLE deposited, DESCRIPTOR(occurred_at), INTERVAL '1' MINUTE))
 *     GROUP BY window_start, window_end
 *     """);
 * runner.add(sql.subscriber("minute_totals"));
 * sql.rows("minute_totals");
 * sql.select("SELECT COUNT(*) FROM deposited", AsOf.position(500));
 * }</pre>
 */
public final class SqlQueries {
  private static final String ONCE = "statement";

  private final PostgresProjections projections;
  private final EventStore store;
  private final SqlTables tables;
  private final Map<String, Stages.Input<?>> readModels;
  private final KeptStatements queries;

  private SqlQueries(
      PostgresProjections projections, SqlTables tables, Map<String, Stages.Input<?>> readModels) {
    this.projections = projections;
    this.store = projections.store();
    this.tables = tables;
    this.readModels = Map.copyOf(readModels);
    this.queries = projections.statements();
  }

  /** Over the log of these projections, with rows in their schema. */
  public static Builder of(PostgresProjections projections) {
    return new Builder(projections);
  }

  /** The tables that statements can name. */
  public SqlTables tables() {
    return tables;
  }

  /**
   * Keeps a statement under its name. Rows are made once it is run: see {@link #subscriber}.
   *
   * @param statement {@code CREATE VIEW name [WITH ('delay' = '30 s')] AS SELECT ...}
   * @throws io.tidemark.sql.table.SqlException if it is not one that can be carried out
   * @throws IllegalArgumentException if it has no name, or a column has none of its own, or there
   *     is a query of this name already
   */
  public SqlQuery create(String statement) {
    SqlStatement parsed = parsed(statement);
    String name = name(parsed);
    projection(name, parsed, statement); // refuses rows that no table can hold
    if (!queries.add(name, statement)) {
      throw new IllegalArgumentException(
          "Cannot create query %s: expected a name that no other query has, actual one that was created at %s"
              .formatted(name, find(name).createdAt()));
    }
    return find(name);
  }

  private static String name(SqlStatement statement) {
    return statement
        .name()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Cannot create a query: expected CREATE VIEW name AS SELECT ..., actual a statement without a name"));
  }

  /** All queries, in the order of their names. */
  public List<SqlQuery> list() {
    return queries.all().stream().map(SqlQueries::query).toList();
  }

  /**
   * The query of a name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public SqlQuery find(String name) {
    return queries
        .find(name)
        .map(SqlQueries::query)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Unknown query %s: expected one of %s"
                        .formatted(name, list().stream().map(SqlQuery::name).toList())));
  }

  private static SqlQuery query(KeptStatements.Kept stored) {
    return new SqlQuery(stored.name(), stored.statement(), stored.createdAt());
  }

  /**
   * A query as a projection: for everything that can be done with one.
   *
   * @throws IllegalArgumentException if there is none of this name
   */
  public Projection<UUID, Tuple> projection(String name) {
    String text = find(name).statement();
    return projection(name, parsed(text), text);
  }

  private Projection<UUID, Tuple> projection(String name, SqlStatement statement, String text) {
    QueryRows.of(statement.query()).requireNamed(name);
    return QueryProjection.of(name, statement, text, readModels).withHistory();
  }

  private SqlStatement parsed(String statement) {
    return SqlStatement.parse(statement, tables);
  }

  /**
   * For a runner: brings the rows of a query up to date, and keeps them so.
   *
   * @throws IllegalArgumentException if there is none of this name
   */
  public Subscriber subscriber(String name) {
    return projections.exactlyOnce(projection(name));
  }

  /**
   * The rows of a query, as far as they are made.
   *
   * @throws IllegalArgumentException if there is none of this name
   */
  public SqlRows rows(String name) {
    return rows(name, AsOf.latest());
  }

  /**
   * The rows of a query as they were at a point.
   *
   * @throws IllegalArgumentException if there is none of this name
   */
  public SqlRows rows(String name, AsOf asOf) {
    return asked(name, asOf, projection -> ReadModelQuery.all());
  }

  /**
   * The first of the rows of a query as they were at a point, in the order of their columns.
   *
   * @param limit how many of them at the most
   * @throws IllegalArgumentException if there is none of this name, or the limit is less than 0
   */
  public SqlRows rows(String name, AsOf asOf, long limit) {
    return asked(name, asOf, projection -> firstOf(projection, limit))
        .first(limit); // some may be there several times
  }

  private static ReadModelQuery firstOf(Projection<UUID, Tuple> projection, long limit) {
    ReadModelQuery query = ReadModelQuery.all().limit(limit);
    for (RowComponent column : projection.rows().components()) {
      if (!projection.key().components().contains(column)) {
        query = query.orderBy(column.name());
      }
    }
    return query;
  }

  /**
   * The row of a query with a key, as it was at a point: none, or one, or as many as are the same.
   *
   * @param key the values of the columns that tell its rows apart, with commas between them
   * @throws IllegalArgumentException if there is none of this name, or no row can have such a key
   */
  public SqlRows rowsOf(String name, AsOf asOf, String key) {
    return asked(name, asOf, projection -> ofKey(projection, key));
  }

  private static ReadModelQuery ofKey(Projection<UUID, Tuple> projection, String key) {
    String id = projection.key().components().get(0).name();
    return ReadModelQuery.all().where(Filter.where(id).equalTo(projection.parseKey(key)));
  }

  private SqlRows asked(
      String name, AsOf asOf, Function<Projection<UUID, Tuple>, ReadModelQuery> question) {
    String text = find(name).statement();
    SqlStatement statement = parsed(text);
    Projection<UUID, Tuple> projection = projection(name, statement, text);
    ReadModelQuery query = question.apply(projection);
    ReadModelRepository<UUID, Tuple> serving = ReadModels.of(projections).of(projection);
    if (asOf instanceof AsOf.Latest) {
      RowsAtPosition<Tuple> found = serving.findAllAtPosition(query);
      return answer(statement, found.rows(), found.position());
    }
    ReadModel<UUID, Tuple> then = serving.asOf(asOf);
    return answer(statement, then.findAll(query), then.origin().position());
  }

  /**
   * Changes the statement of a query. Its rows stay those of the former one until they are rebuilt;
   * {@code Replays} makes those of the new one beside them, compares, and switches.
   *
   * @param statement of the same name
   * @throws io.tidemark.sql.table.SqlException if it is not one that can be carried out
   * @throws IllegalArgumentException if there is none of this name
   */
  public SqlQuery change(String statement) {
    SqlStatement parsed = parsed(statement);
    String name = find(name(parsed)).name();
    projection(name, parsed, statement);
    queries.change(name, statement);
    return find(name);
  }

  /**
   * Removes a query and its rows. Whoever runs it must have stopped: he would begin anew.
   *
   * @throws IllegalArgumentException if there is none of this name
   */
  public void drop(String name) {
    queries.drop(projection(name));
  }

  /**
   * The answer to a statement over the history up to a point, as a whole: all windows are closed.
   * Reads that history; memory holds what the statement has to remember.
   *
   * @throws io.tidemark.sql.table.SqlException if it is not one that can be carried out
   * @throws IllegalArgumentException if it is to have a name
   */
  public SqlRows select(String statement, AsOf asOf) {
    return select(statement, asOf, position -> {});
  }

  /**
   * The same, telling how far it is: for long histories.
   *
   * @param progress told the position of each event that is read
   * @throws io.tidemark.sql.table.SqlException if it is not one that can be carried out
   * @throws IllegalArgumentException if it is to have a name
   */
  public SqlRows select(String statement, AsOf asOf, LongConsumer progress) {
    SqlStatement parsed = unnamed(statement, QueryOptions.NONE);
    Projection<UUID, Tuple> projection = QueryProjection.of(ONCE, parsed, statement, readModels);
    long position = ReadModels.of(projections).asOf(asOf).position();
    List<Tuple> rows =
        List.copyOf(
            LiveProjection.of(projection, store)
                .boundedRows(AsOf.position(position), event -> progress.accept(event.position()))
                .values());
    return answer(parsed, rows, position);
  }

  /**
   * Tells what each event does to the rows of a statement, from the first event on: so the changes
   * up to a position add up to the rows there. Ends when it is told to, on this thread.
   *
   * @param options how long windows wait for events, and whether their rows are there at once
   * @throws io.tidemark.sql.table.SqlException if it is not one that can be carried out
   * @throws IllegalArgumentException if it is to have a name, or an idle time
   */
  public void follow(
      String statement,
      QueryOptions options,
      Consumer<SqlChange> listener,
      BooleanSupplier isOver) {
    SqlStatement parsed = unnamed(statement, options);
    new FollowedQuery(QueryRows.of(parsed.query()), listener)
        .run(store, QueryProjection.of(ONCE, parsed, statement, readModels), isOver);
  }

  private SqlStatement unnamed(String statement, QueryOptions options) {
    SqlStatement parsed = SqlStatement.parse(statement, tables, options);
    if (parsed.name().isPresent()) {
      throw new IllegalArgumentException(
          "Cannot answer a statement: expected SELECT ..., actual CREATE VIEW "
              + parsed.name().get());
    }
    if (options.idle().isPresent()) {
      throw new IllegalArgumentException(
          "Cannot follow a statement with an idle time: expected CREATE VIEW, by whose name it can be kept where time went on, actual a statement without a name");
    }
    return new SqlStatement(parsed.name(), options, parsed.query());
  }

  private static SqlRows answer(SqlStatement statement, List<Tuple> stored, long position) {
    QueryRows rows = QueryRows.of(statement.query());
    return new SqlRows(
        statement.query().columns(),
        stored.stream().flatMap(rows::shown).sorted(ValueOrder::compare).toList(),
        position);
  }

  /** Says what statements can name. Not thread-safe. */
  public static final class Builder {
    private final PostgresProjections projections;
    private final List<SqlTable> tables = new ArrayList<>();
    private final Map<String, Stages.Input<?>> readModels = new HashMap<>();

    private Builder(PostgresProjections projections) {
      this.projections = Objects.requireNonNull(projections, "projections");
    }

    /** A table for each record of a sealed family of events. */
    public <E> Builder types(String category, EventCodec<E> codec, Class<? extends E> family) {
      tables.addAll(EventTable.ofSealed(category, codec, family));
      return this;
    }

    /** A table of events. */
    public Builder table(EventTable table) {
      tables.add(Objects.requireNonNull(table, "table"));
      return this;
    }

    /** The rows of a projection as a table of its name. */
    public <L, R extends Record> Builder readModel(Projection<L, R> readModel) {
      String[] key =
          readModel.key().components().stream()
              .map(component -> component.name())
              .toArray(String[]::new);
      return readModel(
          SqlReadModel.of(readModel.name(), readModel.rows().type(), key),
          readModel,
          SqlReadModel::row);
    }

    /**
     * The rows of a projection as a table.
     *
     * @param row gives the row of the table, as its columns say
     */
    public <L, R> Builder readModel(
        SqlReadModel table, Projection<L, R> readModel, Function<R, Tuple> row) {
      tables.add(table);
      readModels.put(table.name(), Stages.Input.ofRows(readModel, row));
      return this;
    }

    /**
     * With these.
     *
     * @throws IllegalArgumentException if two tables have one name
     */
    public SqlQueries build() {
      return new SqlQueries(projections, SqlTables.of(tables), readModels);
    }
  }
}
