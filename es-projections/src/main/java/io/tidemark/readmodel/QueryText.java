package io.tidemark.readmodel;

import static java.util.stream.Collectors.joining;

import io.tidemark.projection.table.Column;
import io.tidemark.projection.table.Relation;
import io.tidemark.row.RowComponent;
import io.tidemark.row.RowType;
import io.tidemark.row.ValueKind;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** SQL text of queries on one relation: names come from its record only, values are bound. */
final class QueryText {
  private final Relation<?> table;
  private final RowType<?> rows;
  private final StringBuilder sql;
  private final List<@Nullable Object> parameters = new ArrayList<>();

  private QueryText(Relation<?> table, RowType<?> rows, String start) {
    this.table = table;
    this.rows = rows;
    this.sql = new StringBuilder(start);
  }

  static QueryText select(Relation<?> table, RowType<?> rows, ReadModelQuery query) {
    QueryText text = new QueryText(table, rows, table.selectSql());
    text.where(query.filter());
    text.orderBy(query.order());
    text.sql.append(" offset ? limit ?");
    text.parameters.add(query.offset());
    text.parameters.add(query.limit());
    return text;
  }

  static QueryText count(Relation<?> table, RowType<?> rows, Filter filter) {
    QueryText text = new QueryText(table, rows, "select count(*) from " + table.from());
    text.where(filter);
    return text;
  }

  String sql() {
    return sql.toString();
  }

  @Nullable Object[] parameters() {
    return parameters.toArray();
  }

  private void where(Filter filter) {
    String separator = " where ";
    for (BoundCondition condition : BoundCondition.all(rows, filter)) {
      String column = column(condition.component());
      sql.append(separator).append(condition.comparison().sql(column, mark(condition), condition.values().size()));
      condition.values().forEach(value -> parameters.add(ComparedValue.bindable(value)));
      separator = " and ";
    }
  }

  /** A parameter of text becomes what the column is by itself, but for JSON. */
  private static String mark(BoundCondition condition) {
    return condition.component().kind() == ValueKind.JSON ? "?::jsonb" : "?";
  }

  private void orderBy(List<ReadModelQuery.Order> order) {
    Stream<String> wanted =
        order.stream()
            .map(
                by -> {
                  RowComponent component = rows.component(by.component());
                  component.requireOrder("order by");
                  return column(component) + " " + by.direction();
                });
    sql.append(" order by ")
        .append(Stream.concat(wanted, Stream.of(table.key().quotedName())).collect(joining(", ")));
  }

  private String column(RowComponent component) {
    return table.columns().stream()
        .filter(column -> column.component().equals(component))
        .map(Column::quotedName)
        .findFirst()
        .orElseThrow();
  }
}
