package io.tidemark.postgres.read;

import static java.util.stream.Collectors.joining;

import io.tidemark.Tag;
import io.tidemark.jdbc.SqlArray;
import io.tidemark.store.EventQuery;
import java.util.ArrayList;
import java.util.List;

/**
 * The events that match a query of types and tags.
 *
 * @param condition in SQL
 * @param values of the parameters in the condition; {@link #AFTER} for the position behind which
 *     the page begins
 */
record MatchingEvents(String condition, List<Object> values) {
  /** Stands for a position that each page has its own of. */
  static final Object AFTER = new Object();

  /**
   * If all items have tags, the way goes from the tags to the positions, once for a page. Else
   * every event behind a position has to be looked at.
   */
  static MatchingEvents of(EventQuery query, EventRows table) {
    List<Object> values = new ArrayList<>();
    boolean allTagged = query.items().stream().noneMatch(item -> item.tags().isEmpty());
    String condition =
        allTagged
            ? query.items().stream()
                .map(item -> positions(item, table, values))
                .collect(joining(" union ", "position = any (array(", "))"))
            : query.items().stream()
                .map(item -> filter(item, values))
                .collect(joining(" or ", "(", ")"));
    return new MatchingEvents(condition, values);
  }

  private static String positions(EventQuery.Item item, EventRows table, List<Object> values) {
    StringBuilder from = new StringBuilder();
    StringBuilder where = new StringBuilder();
    int n = 0;
    for (Tag tag : item.tags()) {
      String alias = "t" + n;
      from.append(n == 0 ? "" : " join ").append(table.tags()).append(' ').append(alias);
      from.append(n == 0 ? "" : " using (position)");
      where.append(n == 0 ? "" : " and ").append(alias).append(".tag = ?");
      values.add(tag.text());
      n++;
    }
    where.append(" and position > ?");
    values.add(AFTER);
    if (!item.types().isEmpty()) {
      where.append(" and t0.type = any (?)");
      values.add(SqlArray.of("text", item.types()));
    }
    return "select position from " + from + " where " + where;
  }

  private static String filter(EventQuery.Item item, List<Object> values) {
    List<String> conditions = new ArrayList<>();
    if (!item.types().isEmpty()) {
      conditions.add("type = any (?)");
      values.add(SqlArray.of("text", item.types()));
    }
    if (!item.tags().isEmpty()) {
      conditions.add("tags @> ?");
      values.add(SqlArray.of("text", item.tags().stream().map(Tag::text).toList()));
    }
    return String.join(" and ", conditions);
  }
}
