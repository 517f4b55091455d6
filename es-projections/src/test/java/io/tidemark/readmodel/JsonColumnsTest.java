package io.tidemark.readmodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.AsOf;
import io.tidemark.projection.Accounts;
import io.tidemark.projection.Projection;
import io.tidemark.projection.ProjectionChangedException;
import io.tidemark.projection.memory.LiveProjection;
import io.tidemark.projection.postgres.ProjectionLab;
import io.tidemark.readmodel.Baskets.Basket;
import io.tidemark.subscription.EventHandlingException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Records, lists and maps within a row. */
class JsonColumnsTest {
  private final ProjectionLab lab = new ProjectionLab();

  @AfterEach
  void close() {
    lab.close();
  }

  private void history() {
    for (int i = 0; i < 300; i++) {
      Accounts.append(
          lab.store(),
          "k" + i % 120,
          i % 50 == 49 ? new Accounts.Closed(Optional.empty()) : new Accounts.Opened("Ann"));
    }
  }

  @Test
  void rows_are_the_same_in_memory_in_batches_of_any_size_and_rebuilt() {
    history();
    List<Basket> live =
        List.copyOf(
            LiveProjection.of(Baskets.named("live"), lab.store()).rows(AsOf.latest()).values());
    for (int batchSize : List.of(1, 7, 1_000)) {
      Projection<String, Basket> projection = Baskets.named("baskets_" + batchSize);
      lab.catchUp(projection, batchSize);
      assertThat(lab.stored(projection)).isEqualTo(live);
      assertSameOrder(lab.stored(projection), live);
      lab.assertTrueToTheLog(projection);
    }
    Projection<String, Basket> rebuilt = Baskets.named("rebuilt");
    lab.replays().rebuild(rebuilt, progress -> {});
    assertThat(lab.stored(rebuilt)).isEqualTo(live);
    lab.assertTrueToTheLog(rebuilt);
  }

  /** Two maps may be equal and have another order, which a fold can see. */
  private static void assertSameOrder(List<Basket> actual, List<Basket> expected) {
    for (int i = 0; i < expected.size(); i++) {
      assertThat(List.copyOf(actual.get(i).prices().keySet()))
          .isEqualTo(List.copyOf(expected.get(i).prices().keySet()));
    }
  }

  @Test
  void history_keeps_them_and_explains_them() {
    history();
    Projection<String, Basket> projection = Baskets.named("baskets").withHistory();
    lab.catchUp(projection, 11);
    ReadModelRepository<String, Basket> rows = lab.asking().of(projection);
    for (long position : List.of(1L, 99L, 170L, 300L)) {
      ReadModel<String, Basket> then = rows.asOf(AsOf.position(position));
      assertThat(then.origin().eventsRead()).isZero();
      assertThat(then.findAll())
          .containsExactlyElementsOf(
              LiveProjection.of(projection, lab.store()).rows(AsOf.position(position)).values());
    }
    assertThat(rows.explain("k7").revisions().get(0).after()).isEqualTo(rows.find("k7"));
  }

  @Test
  void random_filters_on_them_mean_the_same_in_memory_as_in_the_table() {
    history();
    Projection<String, Basket> projection = Baskets.named("baskets");
    lab.catchUp(projection, 100);
    ReadModelRepository<String, Basket> serving = lab.asking().of(projection);
    ReadModel<String, Basket> replayed = serving.asOf(AsOf.position(lab.store().head()));
    List<Basket> all = serving.findAll();
    long met = 0;
    for (int seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      Filter filter = filter(Baskets.one(random, all), random);
      List<Basket> found = serving.findAll(ReadModelQuery.all().where(filter));
      assertThat(replayed.findAll(ReadModelQuery.all().where(filter)))
          .as("filter of seed %d", seed)
          .isEqualTo(found);
      met += found.isEmpty() ? 0 : 1;
    }
    assertThat(met).isGreaterThan(200);
  }

  private static Filter filter(Basket like, Random random) {
    return switch (random.nextInt(7)) {
      case 0 -> Filter.where(Basket::lines).equalTo(like.lines());
      case 1 -> Filter.where(Basket::prices).equalTo(rescaled(like.prices()));
      case 2 -> Filter.where(Basket::prices).notEqualTo(like.prices());
      case 3 -> Filter.where(Basket::address).isNull();
      case 4 -> Filter.where(Basket::address).in(like.address().stream().toList());
      case 5 ->
          like.lines().isEmpty()
              ? Filter.where(Basket::tags).isNull()
              : Filter.where(Basket::lines).contains(like.lines().get(0));
      default -> Filter.where(Basket::tags).contains(Baskets.one(random, Baskets.TEXTS));
    };
  }

  private static Map<String, BigDecimal> rescaled(Map<String, BigDecimal> prices) {
    Map<String, BigDecimal> other = new java.util.HashMap<>();
    prices.forEach((name, price) -> other.put(name, price.setScale(price.scale() + 3)));
    return other;
  }

  @Test
  void what_has_no_order_is_not_asked_for_it() {
    Projection<String, Basket> projection = Baskets.named("baskets");
    lab.projections().catchUp(projection);
    ReadModelRepository<String, Basket> serving = lab.asking().of(projection);
    for (ReadModel<String, Basket> rows :
        List.of(serving, serving.asOf(AsOf.position(lab.store().head())))) {
      assertThatThrownBy(() -> rows.count(Filter.where(Basket::lines).atLeast(List.of())))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "Invalid filter on lines: expected a component that has an order, actual JSON");
      assertThatThrownBy(() -> rows.findAll(ReadModelQuery.all().orderBy(Basket::address)))
          .hasMessage(
              "Invalid order by address: expected a component that has an order, actual JSON");
      assertThatThrownBy(() -> rows.count(Filter.where(Basket::prices).contains("a")))
          .hasMessage("Invalid filter on prices: expected a List, actual Map");
      assertThatThrownBy(() -> rows.count(Filter.where(Basket::tags).contains(1)))
          .hasMessage("Invalid value for component tags: expected String, actual Integer 1");
      assertThatThrownBy(() -> rows.count(Filter.where(Basket::lines).equalTo("[]")))
          .hasMessage("Invalid value for component lines: expected List, actual String []");
      assertThatThrownBy(() -> rows.count(Filter.where(Basket::tags).startsWith("a")))
          .hasMessage("Invalid filter on tags: expected text, actual JSON");
    }
  }

  record Counted(String key, Map<String, Long> counts) {}

  @Test
  void a_value_with_something_else_within_it_is_refused_and_no_error_of_a_cast() {
    Projection<String, Counted> projection =
        Projection.named("counted", Counted.class, Counted::key)
            .from("account", Accounts.CODEC)
            .keyedByStream()
            .fold(
                (row, event, recorded) ->
                    new Counted(
                        "1", event instanceof Accounts.Opened ? Map.of("a", 1L) : MIXED_UP));
    Accounts.append(lab.store(), "1", new Accounts.Opened("Ann"));
    lab.projections().catchUp(projection);
    ReadModelRepository<String, Counted> serving = lab.asking().of(projection);
    for (ReadModel<String, Counted> rows :
        List.of(serving, serving.asOf(AsOf.position(lab.store().head())))) {
      for (Map<?, ?> wrong : List.of(Map.of(1, 1L), Map.of("a", "1"))) {
        assertThatThrownBy(() -> rows.count(Filter.where(Counted::counts).equalTo(wrong)))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessage(
                "Invalid value for component counts: expected java.util.Map<java.lang.String, java.lang.Long>, actual "
                    + wrong);
      }
      assertThat(rows.count(Filter.where(Counted::counts).equalTo(Map.of("a", 1L)))).isEqualTo(1);
    }

    Accounts.append(lab.store(), "1", new Accounts.Closed(Optional.empty()));
    assertThatThrownBy(() -> lab.projections().catchUp(projection))
        .hasRootCauseInstanceOf(ClassCastException.class)
        .cause()
        .hasMessageContaining("Invalid counts in a row of Counted: expected java.util.Map<");
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static final Map<String, Long> MIXED_UP = (Map) Map.of(1, 1L);

  record Tagged(String key, List<String> tags) {}

  record Named(String text) {}

  record Nested(String key, Named name) {}

  @Test
  void what_jsonb_cannot_hold_is_refused_at_the_event_that_brought_it() {
    Accounts.append(lab.store(), "1", new Accounts.Opened("Ann"));
    for (String bad : List.of("a\0", "\uD83D")) {
      Projection<String, Nested> projection =
          Projection.named("nested", Nested.class, Nested::key)
              .from("account", Accounts.CODEC)
              .keyedByStream()
              .fold((row, event, recorded) -> new Nested("1", new Named(bad)));
      assertThatThrownBy(() -> LiveProjection.of(projection, lab.store()).rows(AsOf.latest()))
          .isInstanceOf(EventHandlingException.class)
          .hasMessageContaining("Invalid name in a row of Nested: expected text, actual \\u");
    }
    Projection<String, Basket> baskets =
        Projection.named("baskets", Basket.class, Basket::key)
            .from("account", Accounts.CODEC)
            .keyedByStream()
            .fold(
                (row, event, recorded) ->
                    new Basket(
                        "1",
                        List.of(),
                        Map.of("a", new BigDecimal("1E-2000")),
                        Optional.empty(),
                        null,
                        BigDecimal.ONE,
                        ""));
    assertThatThrownBy(() -> LiveProjection.of(baskets, lab.store()).rows(AsOf.latest()))
        .isInstanceOf(EventHandlingException.class)
        .hasMessageContaining("expected numbers of less than 1000 digits, actual one of 1 before");
  }

  /** Else it would be the same row to whoever looks whether it has changed. */
  @Test
  void a_fold_that_changes_a_list_in_place_is_refused() {
    Accounts.append(lab.store(), "1", new Accounts.Opened("Ann"), new Accounts.Opened("Bob"));
    Projection<String, Tagged> projection =
        Projection.named("tagged", Tagged.class, Tagged::key)
            .from("account", Accounts.CODEC)
            .keyedByStream()
            .fold(
                (row, event, recorded) -> {
                  Tagged tagged = row == null ? new Tagged("1", new ArrayList<>()) : row;
                  tagged.tags().add(recorded.type());
                  return tagged;
                });
    assertThatThrownBy(() -> LiveProjection.of(projection, lab.store()).rows(AsOf.latest()))
        .isInstanceOf(EventHandlingException.class)
        .hasMessageContaining("at position 2");
  }

  record Renamed(String other) {}

  record NestedDifferently(String key, Renamed name) {}

  @Test
  void another_record_within_the_row_asks_for_a_rebuild() {
    Accounts.append(lab.store(), "1", new Accounts.Opened("Ann"));
    lab.projections()
        .catchUp(
            Projection.named("nested", Nested.class, Nested::key)
                .from("account", Accounts.CODEC)
                .keyedByStream()
                .fold((row, event, recorded) -> new Nested("1", new Named("a"))));
    Projection<String, NestedDifferently> changed =
        Projection.named("nested", NestedDifferently.class, NestedDifferently::key)
            .from("account", Accounts.CODEC)
            .keyedByStream()
            .fold((row, event, recorded) -> new NestedDifferently("1", new Renamed("a")));

    assertThatThrownBy(() -> lab.projections().catchUp(changed))
        .rootCause()
        .isInstanceOf(ProjectionChangedException.class)
        .hasMessageContaining("\"name\" jsonb not null of {other text}")
        .hasMessageContaining("\"name\" jsonb not null of {text text}");
    assertThatThrownBy(() -> lab.asking().of(changed).findAll())
        .isInstanceOf(ProjectionChangedException.class)
        .hasMessageContaining("JSON of Renamed in column name");
    lab.replays().rebuild(changed, progress -> {});
    lab.assertTrueToTheLog(changed);
  }
}
