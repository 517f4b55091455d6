package io.tidemark.postgres.read;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toList;

import io.tidemark.jdbc.SqlArray;
import io.tidemark.jdbc.SqlLiteral;
import io.tidemark.store.EventSelector;
import io.tidemark.store.LogQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Some of the events that a query chooses by categories and selectors: those of one category, so
 * that no event is in two parts. An index has the events of one category in the order of positions,
 * and the server merges what comes in order; of several categories in one condition it would sort
 * all events behind a position for each page.
 *
 * @param condition in SQL
 * @param values of the parameters in the condition
 */
record SelectedEvents(String condition, List<Object> values) {
  /** Of more categories it is likely that they are most of the log, and each costs planning. */
  private static final int MAX_PARTS = 32;

  /** What this query chooses, in parts; at least one. */
  static List<SelectedEvents> of(LogQuery query) {
    if (query.categories().isEmpty() && query.selectors().isEmpty()) {
      return List.of(new SelectedEvents("true", List.of()));
    }
    List<SelectedEvents> parts =
        selectors(query)
            .collect(groupingBy(EventSelector::category, TreeMap::new, toList()))
            .entrySet()
            .stream()
            .map(category -> ofCategory(category.getKey(), category.getValue()))
            .toList();
    if (parts.isEmpty()) {
      return List.of(new SelectedEvents("false", List.of()));
    }
    return parts.size() <= MAX_PARTS ? parts : List.of(anyOf(parts));
  }

  /** Categories are selectors too; if there are both, an event is to be in both. */
  private static Stream<EventSelector> selectors(LogQuery query) {
    Set<String> categories = query.categories();
    return query.selectors().isEmpty()
        ? categories.stream().map(EventSelector::ofCategory)
        : query.selectors().stream()
            .filter(one -> categories.isEmpty() || categories.contains(one.category()));
  }

  /**
   * The name is in the text, because the plan for all values at once takes a category for an
   * average one, and goes through the whole log for one that is not.
   */
  private static SelectedEvents ofCategory(String category, List<EventSelector> selectors) {
    SelectedEvents all = new SelectedEvents("category = " + SqlLiteral.of(category), List.of());
    if (selectors.stream().anyMatch(EventSelector::isWholeCategory)) {
      return all;
    }
    SelectedEvents some = anyOf(selectors.stream().map(SelectedEvents::withinCategory).toList());
    return new SelectedEvents(all.condition() + " and " + some.condition(), some.values());
  }

  private static SelectedEvents withinCategory(EventSelector selector) {
    List<String> conditions = new ArrayList<>();
    List<Object> values = new ArrayList<>();
    if (!selector.keys().isEmpty()) {
      conditions.add("key = any(?)");
      values.add(SqlArray.of("text", selector.keys()));
    }
    if (!selector.types().isEmpty()) {
      conditions.add("type = any(?)");
      values.add(SqlArray.of("text", selector.types()));
    }
    return new SelectedEvents(String.join(" and ", conditions), values);
  }

  private static SelectedEvents anyOf(List<SelectedEvents> some) {
    return new SelectedEvents(
        some.stream().map(SelectedEvents::condition).collect(joining(") or (", "((", "))")),
        some.stream().flatMap(one -> one.values().stream()).toList());
  }
}
