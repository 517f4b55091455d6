package io.tidemark.readmodel;

import static java.util.stream.Collectors.joining;

import io.tidemark.projection.table.Column;
import io.tidemark.projection.table.Relation;
import io.tidemark.row.RowComponent;
import io.tidemark.row.ValueKind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** SQL text of queries on one relation: names come from its record only, values are bound. */
final class QueryText {
  private final Relation<?> table;
  private final StringBuilder sql;
  private final List<@Nullable Object> parameters = new ArrayList<>();
  private String separator = " where ";

  private QueryText(Relation<?> table, String start) {
    this.table = table;
    this.sql = new StringBuilder(start);
  }

  static QueryText select(Relation<?> table, BoundQuery<?> query) {
    QueryText text = new QueryText(table, table.selectSql());
    text.where(query.conditions());
    query.after().ifPresent(place -> text.behind(query.order(), place));
    text.orderBy(query.order());
    if (!query.isWhole()) {
      text.sql.append(" offset ? limit ?");
      text.parameters.add(query.offset());
      text.parameters.add(query.limit());
    }
    return text;
  }

  static QueryText count(Relation<?> table, List<BoundCondition> conditions) {
    QueryText text = new QueryText(table, "select count(*) from " + table.from());
    text.where(conditions);
    return text;
  }

  /** A group and its sum, or count, in each row; the smallest group first, none at all last. */
  static QueryText groups(Relation<?> table, Grouping grouping, List<BoundCondition> conditions) {
    Column group = column(table, grouping.group());
    String folded =
        grouping
            .summed()
            .map(summed -> "coalesce(sum(%s), 0)".formatted(column(table, summed).numberSql()))
            .orElse("count(*)");
    QueryText text =
        new QueryText(
            table, "select %s, %s from %s".formatted(group.quotedName(), folded, table.from()));
    text.where(conditions);
    text.sql.append(" group by %1$s order by %1$s nulls last".formatted(group.quotedName()));
    return text;
  }

  String sql() {
    return sql.toString();
  }

  @Nullable Object[] parameters() {
    return parameters.toArray();
  }

  private void where(List<BoundCondition> conditions) {
    for (BoundCondition condition : conditions) {
      and(condition.comparison().sql(quoted(condition.component()), mark(condition)));
      condition.parameter().ifPresent(parameters::add);
    }
  }

  private void behind(List<BoundQuery.By> order, List<@Nullable Object> place) {
    KeysetCondition keyset = KeysetCondition.of(order, place, this::quoted);
    and(keyset.sql());
    parameters.addAll(keyset.parameters());
  }

  private void and(String condition) {
    sql.append(separator).append(condition);
    separator = " and ";
  }

  /** A parameter of text becomes what the column is by itself, but for JSON. */
  private static String mark(BoundCondition condition) {
    boolean isOneOfJson =
        condition.component().kind() == ValueKind.JSON && condition.comparison() != Comparison.IN;
    return isOneOfJson ? "?::jsonb" : "?";
  }

  private void orderBy(List<BoundQuery.By> order) {
    sql.append(" order by ")
        .append(
            order.stream()
                .map(by -> quoted(by.component()) + (by.isDescending() ? " desc" : ""))
                .collect(joining(", ")));
  }

  private String quoted(RowComponent component) {
    return column(table, component).quotedName();
  }

  static Column column(Relation<?> table, RowComponent component) {
    return table.columns().stream()
        .filter(column -> column.component().equals(component))
        .findFirst()
        .orElseThrow();
  }
}
