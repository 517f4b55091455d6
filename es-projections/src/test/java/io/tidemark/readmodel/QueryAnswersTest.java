package io.tidemark.readmodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.AsOf;
import io.tidemark.history.History;
import io.tidemark.history.HistoryLostException;
import io.tidemark.history.RowOrigin;
import io.tidemark.projection.Accounts;
import io.tidemark.projection.Projection;
import io.tidemark.projection.memory.LiveProjection;
import io.tidemark.projection.postgres.ProjectionLab;
import io.tidemark.readmodel.MixedRows.Mixed;
import io.tidemark.row.RowComponent;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Pages, streams and sums are the same from the table, from its history and in memory. */
class QueryAnswersTest {
  private static final Projection<String, Mixed> MIXED = MixedRows.named("mixed").withHistory();
  private static final List<String> GROUPS =
      List.of("text", "day", "whole", "small", "exact", "rough", "yes", "at", "date", "id", "key");

  private static ProjectionLab lab;
  private static List<ReadModel<String, Mixed>> all;

  /** The rows go on after the point at which all are asked. */
  @BeforeContainer
  static void open() {
    lab = new ProjectionLab();
    for (int i = 0; i < 90; i++) {
      Accounts.append(lab.store(), "k" + i % 45, new Accounts.Opened("Ann"));
    }
    lab.projections().catchUp(MIXED);
    long position = lab.store().head();
    ReadModel<String, Mixed> replayed =
        new ReplayedRows<>(
            MIXED,
            LiveProjection.of(MIXED, lab.store()).rows(AsOf.position(position)),
            RowOrigin.replay(position, 0, "asked"));
    ReadModelRepository<String, Mixed> serving = lab.asking().of(MIXED);
    all = List.of(serving, serving.asOf(AsOf.position(position)), replayed);
    assertThat(all.get(1).origin().source()).isEqualTo(RowOrigin.Source.HISTORY);
  }

  @AfterContainer
  static void close() {
    lab.close();
  }

  @Property(tries = 200, shrinking = ShrinkingMode.OFF)
  void pages_put_together_are_the_whole_whoever_gives_them(@ForAll long seed) {
    Random random = new Random(seed);
    ReadModelQuery query = MixedRows.query(random).page(0, Long.MAX_VALUE);
    if (random.nextInt(3) == 0) {
      query = query.where(MixedRows.filter(random));
    }
    List<Mixed> whole = all.get(0).findAll(query);
    int limit = 1 + random.nextInt(9);
    List<Mixed> put = new ArrayList<>();
    Optional<String> cursor = Optional.empty();
    do {
      ReadModelQuery next = cursor.map(query::after).orElse(query).limit(limit);
      RowPage<Mixed> page = all.get(random.nextInt(3)).findPage(next);
      for (ReadModel<String, Mixed> rows : all) {
        assertThat(rows.findPage(next)).isEqualTo(page);
        assertThat(rows.findAll(next)).isEqualTo(page.rows());
      }
      assertThat(page.rows()).hasSizeLessThanOrEqualTo(limit);
      put.addAll(page.rows());
      cursor = page.next();
    } while (cursor.isPresent());
    assertThat(put).isEqualTo(whole);
  }

  @Property(tries = 200, shrinking = ShrinkingMode.OFF)
  void counts_and_sums_of_groups_are_the_same_and_in_one_order(@ForAll long seed) {
    Random random = new Random(seed);
    Filter filter = random.nextBoolean() ? Filter.all() : MixedRows.filter(random);
    String group = MixedRows.one(random, GROUPS);
    String summed = MixedRows.one(random, List.of("whole", "small", "exact"));
    Map<Object, Long> counts = all.get(2).countBy(group, filter);
    Map<Object, BigDecimal> sums = all.get(2).sumBy(group, summed, filter);
    assertThat(counts.values().stream().mapToLong(i -> i).sum())
        .isEqualTo(all.get(2).count(filter));
    for (ReadModel<String, Mixed> rows : all) {
      assertThat(List.copyOf(entries(rows.countBy(group, filter)))).isEqualTo(entries(counts));
      assertThat(entries(rows.sumBy(group, summed, filter))).isEqualTo(entries(sums));
    }
  }

  private static List<String> entries(Map<?, ?> map) {
    return map.entrySet().stream().map(entry -> entry.getKey() + "=" + entry.getValue()).toList();
  }

  @Property(tries = 50, shrinking = ShrinkingMode.OFF)
  void streams_give_what_lists_give(@ForAll long seed) {
    Random random = new Random(seed);
    ReadModelQuery query = MixedRows.query(random);
    List<Mixed> whole = all.get(0).findAll(query);
    for (ReadModel<String, Mixed> rows : all) {
      try (Stream<Mixed> stream = rows.stream(query)) {
        assertThat(stream.toList()).isEqualTo(whole);
      }
    }
  }

  @Example
  void groups_are_as_the_record_has_them() {
    Map<Optional<String>, BigDecimal> byText =
        all.get(0).sumBy(Mixed::text, Mixed::exact, Filter.all());
    Map<Boolean, Long> byTruth = all.get(0).countBy(Mixed::yes, Filter.all());
    assertThat(byText).containsKey(Optional.empty());
    assertThat(byTruth.keySet()).containsExactly(false, true);
    assertThat(byTruth.values().stream().mapToLong(i -> i).sum()).isEqualTo(45);
  }

  @Example
  void what_could_not_be_exact_or_in_order_is_refused() {
    for (ReadModel<String, Mixed> rows : all) {
      assertThatThrownBy(() -> rows.sumBy(Mixed::day, Mixed::rough, Filter.all()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("Invalid sum of rough: expected whole numbers or decimals, actual DOUBLE");
      assertThatThrownBy(() -> rows.countBy("none", Filter.all()))
          .hasMessageContaining("Unknown component none");
    }
  }

  @Example
  void a_cursor_is_taken_by_its_own_query_only() {
    ReadModelQuery query =
        ReadModelQuery.all()
            .where(Filter.where(Mixed::whole).atMost(1))
            .orderBy(Mixed::day)
            .limit(3);
    for (ReadModel<String, Mixed> rows : all) {
      String cursor = rows.findPage(query).next().orElseThrow();
      assertThat(cursor).matches("[A-Za-z0-9_-]+");
      assertThat(rows.findAll(query.limit(1).after(cursor))).hasSize(1);
      ReadModelQuery filtered = ReadModelQuery.all().where(Filter.where(Mixed::whole).atMost(1));
      for (ReadModelQuery other :
          List.of(
              filtered,
              filtered.orderByDescending(Mixed::day),
              filtered.orderBy(Mixed::id),
              query.orderBy(Mixed::id),
              query.where(Filter.where(Mixed::yes).equalTo(true)),
              ReadModelQuery.all().where(Filter.where(Mixed::whole).atMost(0)).orderBy(Mixed::day),
              ReadModelQuery.all()
                  .where(Filter.where(Mixed::whole).lessThan(1))
                  .orderBy(Mixed::day))) {
        assertThatThrownBy(() -> rows.findAll(other.after(cursor)))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageStartingWith("Invalid cursor: expected one of this query");
      }
      for (String bad :
          List.of(
              "",
              "?",
              "abc",
              cursor.substring(4),
              cursor.substring(0, 12) + "____" + cursor.substring(16))) {
        assertThatThrownBy(() -> rows.findAll(query.after(bad)))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageStartingWith("Invalid cursor: expected the text that came with a page");
      }
      assertThatThrownBy(() -> query.page(1, 2).after(cursor))
          .hasMessageContaining("expected no offset beside a cursor, actual 1");
      assertThatThrownBy(() -> rows.findPage(query.limit(0)))
          .hasMessageContaining("expected a limit of at least 1");
    }
    Projection<String, Mixed> other = MixedRows.named("other");
    lab.projections().catchUp(other);
    String cursor = all.get(0).findPage(query).next().orElseThrow();
    assertThatThrownBy(() -> lab.asking().of(other).findAll(query.after(cursor)))
        .hasMessageStartingWith("Invalid cursor: expected one of this query");
  }

  /** A statement has at most 65,535 parameters. */
  @Example
  void any_number_of_values_may_be_asked_for() {
    List<Map.Entry<String, Function<Integer, Object>>> components =
        List.of(
            Map.entry("key", i -> "x" + i),
            Map.entry("text", i -> "x" + i),
            Map.entry("day", i -> "none" + i),
            Map.entry("whole", i -> i % 2 == 0 ? i + 100L : new BigDecimal(i + ".5")),
            Map.entry("small", i -> i % 2 == 0 ? i + 100L : i + (1L << 40)),
            Map.entry("exact", i -> new BigDecimal(i + ".123")),
            Map.entry("rough", i -> i + 100.25),
            Map.entry("yes", i -> true),
            Map.entry("at", i -> i == 0 ? Instant.MAX : Instant.EPOCH.plusSeconds(i)),
            Map.entry("date", i -> i == 0 ? LocalDate.MIN : LocalDate.EPOCH.plusDays(i)),
            Map.entry("id", i -> new UUID(7, i)));
    for (Map.Entry<String, Function<Integer, Object>> component : components) {
      List<Object> many =
          new ArrayList<>(
              IntStream.range(0, 70_000).mapToObj(component.getValue()::apply).toList());
      for (Mixed row : all.get(2).findAll(ReadModelQuery.all().limit(20))) {
        RowComponent asked =
            MIXED.rows().components().stream()
                .filter(each -> each.name().equals(component.getKey()))
                .findFirst()
                .orElseThrow();
        Object value = asked.value(row);
        if (value != null) {
          many.set(5, value);
        }
      }
      Filter filter = Filter.where(component.getKey()).in(many);
      long expected = all.get(2).count(filter);
      assertThat(expected).as(component.getKey()).isPositive();
      assertThat(all.get(0).count(filter)).as(component.getKey()).isEqualTo(expected);
      assertThat(all.get(1).count(filter)).as(component.getKey()).isEqualTo(expected);
    }
  }

  @Example
  void a_stream_of_rows_that_are_not_there_yet_is_empty() {
    try (Stream<Mixed> stream =
        lab.asking().of(MixedRows.named("never")).stream(ReadModelQuery.all())) {
      assertThat(stream).isEmpty();
    }
  }

  @Example
  void a_stream_of_history_is_of_one_moment_and_told_when_that_is_gone() {
    Projection<String, Mixed> mixed = MixedRows.named("pruned").withHistory();
    lab.projections().catchUp(mixed);
    ReadModel<String, Mixed> then = lab.asking().of(mixed).asOf(AsOf.position(30));
    List<Mixed> whole = then.findAll();
    try (Stream<Mixed> stream = then.stream(ReadModelQuery.all())) {
      Iterator<Mixed> rest = stream.iterator();
      assertThat(rest.next()).isEqualTo(whole.get(0));
      History.of(lab.projections()).prune(mixed, AsOf.position(90));
      List<Mixed> others = new ArrayList<>();
      rest.forEachRemaining(others::add);
      assertThat(others).isEqualTo(whole.subList(1, whole.size()));
    }
    assertThatThrownBy(() -> then.stream(ReadModelQuery.all()))
        .isInstanceOf(HistoryLostException.class);
  }
}
