package io.tidemark.readmodel;

import io.tidemark.projection.ReadModelDefinition;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Some rows of a query, and where the next page begins.
 *
 * @param rows in the order of the query
 * @param next cursor for {@link ReadModelQuery#after}, behind the last of these rows: printable
 *     text, safe in a URL, with the values by which that row is ordered; empty on the last page
 */
public record RowPage<V>(List<V> rows, Optional<String> next) {
  /** Copies the list. */
  public RowPage {
    rows = List.copyOf(rows);
  }

  /** Asks for one row more than the page has, to see whether there is a next page. */
  static <V> RowPage<V> of(
      ReadModelDefinition<?, V> projection,
      ReadModelQuery query,
      Function<ReadModelQuery, List<V>> findAll) {
    long limit = query.limit();
    if (limit < 1) {
      throw new IllegalArgumentException("Invalid page: expected a limit of at least 1, actual 0");
    }
    List<V> found = findAll.apply(limit == Long.MAX_VALUE ? query : query.limit(limit + 1));
    if (found.size() <= limit) {
      return new RowPage<>(found, Optional.empty());
    }
    List<V> page = found.subList(0, (int) limit);
    BoundQuery<V> bound = BoundQuery.of(projection, query);
    return new RowPage<>(
        page, Optional.of(PageCursor.of(projection, bound).at(page.get(page.size() - 1))));
  }
}
