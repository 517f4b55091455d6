package io.tidemark.counter;

import io.tidemark.projection.set.SetProjection;

/**
 * How often each counter was clicked, added up by a statement.
 *
 * @param counter the counter
 * @param clicks how often
 */
record Totals(String counter, long clicks) {
  static final SetProjection<String, Totals> PROJECTION =
      SetProjection.named("totals", Totals.class, Totals::counter)
          .applying(
              """
              insert into :table as t (counter, clicks)
              select e.key, sum((e.data::json ->> 'times')::bigint) from :events e
              where e.category = 'counter' group by e.key
              on conflict (counter) do update set clicks = t.clicks + excluded.clicks
              """);
}
