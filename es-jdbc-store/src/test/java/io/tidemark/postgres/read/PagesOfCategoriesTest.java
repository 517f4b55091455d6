package io.tidemark.postgres.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.AsOf;
import io.tidemark.RecordedEvent;
import io.tidemark.StreamId;
import io.tidemark.jdbc.Jdbc;
import io.tidemark.postgres.LogDatabase;
import io.tidemark.store.EventSelector;
import io.tidemark.store.LogQuery;
import io.tidemark.store.Shard;
import io.tidemark.testdatabase.TestDatabase;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the server fetches for the pages of a few categories of a log, counted by itself. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PagesOfCategoriesTest {
  private static final int EVENTS = 50_000;
  private static final int OF_A_FEW = EVENTS / 50;
  private static final int PAGE = 50;
  private static final String FEW = "few";
  private static final String RARE = "rare";
  private static final EventSelector RARE_CLOSED =
      EventSelector.ofCategory(RARE).types(Set.of("Closed"));
  private static final EventSelector FEW_OF_A_KEY =
      EventSelector.ofStream(StreamId.of(FEW, "few-3"));

  private TestDatabase database;
  private Connection connection;
  private Jdbc jdbc;

  /** Two categories of 2 % each among another one. */
  @BeforeAll
  void fill() throws SQLException {
    database = LogDatabase.create();
    new Jdbc(database.dataSource())
        .update(
            """
            insert into tidemark.events
              (position, version, occurred_at, recorded_at, event_id, category, key, type, data, metadata)
            select n, n, to_timestamp(n), to_timestamp(n), gen_random_uuid(), category, category || '-' || n / 50 %% 10,
                   case n / 50 %% 4 when 0 then 'Closed' else 'Opened' end, '{}', '{}'
            from generate_series(1, %d) n,
                 lateral (select case n %% 50 when 0 then 'rare' when 25 then 'few' else 'account' end as category) c
            """
                .formatted(EVENTS));
    new Jdbc(database.dataSource()).update("vacuum (analyze) tidemark.events");
    connection = database.dataSource().getConnection();
    connection.setAutoCommit(false); // the server counts for a transaction
    jdbc = new Jdbc(alwaysThisConnection());
  }

  @AfterAll
  void drop() throws SQLException {
    connection.close();
    database.close();
  }

  private DataSource alwaysThisConnection() {
    Object same =
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              if (Set.of("close", "setAutoCommit").contains(method.getName())) {
                return null;
              }
              try {
                return method.invoke(connection, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
    return (DataSource)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {DataSource.class},
            (proxy, method, arguments) -> same);
  }

  private static Stream<Arguments> queries() {
    Predicate<RecordedEvent> isRare = event -> event.stream().category().equals(RARE);
    Predicate<RecordedEvent> isFew = event -> event.stream().category().equals(FEW);
    Predicate<RecordedEvent> isClosed = event -> event.type().equals("Closed");
    Predicate<RecordedEvent> isOfKey = event -> event.stream().key().equals("few-3");
    LogQuery all = LogQuery.all();
    LogQuery rare = all.categories(Set.of(RARE));
    LogQuery both = all.categories(Set.of(RARE, FEW));
    return Stream.of(
        Arguments.of(1, rare, isRare),
        Arguments.of(1, rare.types(Set.of("Closed")), isRare.and(isClosed)),
        Arguments.of(
            1,
            rare.until(AsOf.occurredAt(Instant.ofEpochSecond(EVENTS / 2))),
            isRare.and(event -> event.position() <= EVENTS / 2)),
        Arguments.of(1, all.selectedBy(Set.of(RARE_CLOSED)), isRare.and(isClosed)),
        Arguments.of(
            1,
            all.selectedBy(
                Set.of(RARE_CLOSED, EventSelector.ofStream(StreamId.of(RARE, "rare-1")))),
            isRare.and(isClosed.or(event -> event.stream().key().equals("rare-1")))),
        Arguments.of(2, both, isRare.or(isFew)),
        Arguments.of(2, both.types(Set.of("Closed")), isRare.or(isFew).and(isClosed)),
        Arguments.of(
            2,
            all.selectedBy(Set.of(RARE_CLOSED, EventSelector.ofCategory(FEW))),
            isRare.and(isClosed).or(isFew)),
        Arguments.of(
            2,
            all.selectedBy(Set.of(RARE_CLOSED, FEW_OF_A_KEY, EventSelector.ofCategory(FEW))),
            isRare.and(isClosed).or(isFew)),
        Arguments.of(1, rare.selectedBy(Set.of(RARE_CLOSED, FEW_OF_A_KEY)), isRare.and(isClosed)),
        Arguments.of(
            1,
            all.selectedBy(Set.of(FEW_OF_A_KEY)).types(Set.of("Closed")),
            isFew.and(isOfKey).and(isClosed)),
        Arguments.of(0, rare.selectedBy(Set.of(FEW_OF_A_KEY)), isRare.and(isFew)));
  }

  @ParameterizedTest
  @MethodSource("queries")
  void all_pages_together_fetch_the_events_of_their_categories_about_once(
      int categories, LogQuery query, Predicate<RecordedEvent> chosen) {
    List<RecordedEvent> log = pages(LogQuery.all());
    assertThat(log).hasSize(EVENTS);
    assertThat(pagesFetching(categories, query)).isEqualTo(log.stream().filter(chosen).toList());
  }

  @Test
  void so_do_the_pages_of_each_shard() {
    LogQuery rare = LogQuery.all().categories(Set.of(RARE));
    List<RecordedEvent> together = new ArrayList<>();
    for (int shard = 0; shard < 2; shard++) {
      List<RecordedEvent> some = pagesFetching(1, rare.shard(new Shard(shard, 2)));
      assertThat(some).hasSizeLessThan(OF_A_FEW);
      together.addAll(some);
    }
    assertThat(together).containsExactlyInAnyOrderElementsOf(pages(rare));
  }

  /** All events of a query, for which the server may fetch so many categories once. */
  private List<RecordedEvent> pagesFetching(int categories, LogQuery query) {
    long before = fetched();
    List<RecordedEvent> events = pages(query);
    long fetched = fetched() - before;
    long pages = 1L + events.size() / PAGE;
    long beside = pages * (3 + categories); // the places, and the next event of each category
    assertThat(fetched).isLessThanOrEqualTo((long) categories * OF_A_FEW + beside);
    return events;
  }

  @Test
  void so_many_categories_that_they_are_not_merged_have_their_events_in_order_too() {
    Set<String> many =
        IntStream.range(0, 40).mapToObj(n -> "none-" + n).collect(Collectors.toSet());
    many.add(RARE);
    many.add(FEW);
    LogQuery both = LogQuery.all().categories(Set.of(RARE, FEW));
    assertThat(pages(LogQuery.all().categories(many))).hasSize(2 * OF_A_FEW).isEqualTo(pages(both));
    Set<EventSelector> selectors =
        many.stream().map(EventSelector::ofCategory).collect(Collectors.toSet());
    assertThat(pages(LogQuery.all().selectedBy(selectors))).isEqualTo(pages(both));
  }

  private List<RecordedEvent> pages(LogQuery query) {
    LogSlices slices = new LogSlices(jdbc, "tidemark", query);
    PageLimit limit = new PageLimit(query.isFiltered() ? PAGE : EVENTS + 1, Integer.MAX_VALUE);
    List<RecordedEvent> events = new ArrayList<>();
    LogSlice slice = slices.read(0, Long.MAX_VALUE, limit);
    while (slice.isCut()) {
      events.addAll(slice.events());
      slice = slices.read(slice.last().position(), Long.MAX_VALUE, limit);
    }
    events.addAll(slice.events());
    return events;
  }

  private long fetched() {
    return jdbc.first(
            """
            select seq_tup_read + idx_tup_fetch from pg_stat_xact_user_tables
            where schemaname = 'tidemark' and relname = 'events'
            """,
            row -> row.integer(1))
        .orElseThrow();
  }
}
