package io.tidemark.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.jdbc.Jdbc;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;

/** What must hold of a log after whatever happened to it, judged by SQL and not by the store. */
final class LogAssertions {
  private final Jdbc jdbc;

  LogAssertions(DataSource dataSource) {
    this.jdbc = new Jdbc(dataSource);
  }

  /** Positions 1..N, versions 1..n in every stream, recordedAt never back. */
  LogAssertions assertIntact() {
    assertThat(number("select count(*) - coalesce(max(position), 0) from tidemark.events"))
        .as("positions missing")
        .isZero();
    assertThat(
            number(
                "select count(*) from (select count(*) n, max(version) m from tidemark.events"
                    + " group by category, key) s where n <> m"))
        .as("streams with a hole")
        .isZero();
    assertThat(
            number(
                "select count(*) from (select recorded_at < lag(recorded_at) over (order by position)"
                    + " as back from tidemark.events) s where back"))
        .as("events recorded before their predecessor")
        .isZero();
    assertThat(
            number(
                """
                select count(*)
                from (select position, type, unnest(tags) as tag from tidemark.events) e
                  full join tidemark.event_tags t using (position, tag, type)
                where e.position is null or t.position is null or e.tag is null
                """))
        .as("tags that cannot be found by, or that no event has")
        .isZero();
    return this;
  }

  /** All these ids are stored; each once, which a unique index could not say of a broken one. */
  LogAssertions assertHoldsOnce(List<UUID> eventIds) {
    List<UUID> stored = jdbc.query("select event_id from tidemark.events", row -> row.uuid(1));
    assertThat(stored).doesNotHaveDuplicates().containsAll(eventIds);
    return this;
  }

  /** This event is at this position. */
  LogAssertions assertHolds(UUID eventId, long position) {
    List<UUID> there =
        jdbc.query(
            "select event_id from tidemark.events where position = ?",
            row -> row.uuid(1),
            position);
    assertThat(there).as("event at position %d", position).containsExactly(eventId);
    return this;
  }

  long count() {
    return number("select count(*) from tidemark.events");
  }

  private long number(String sql) {
    return jdbc.first(sql, row -> row.integer(1)).orElseThrow();
  }
}
