package io.tidemark.documentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.AsOf;
import io.tidemark.aggregate.AggregateRepository;
import io.tidemark.documentation.Shelf.Pick;
import io.tidemark.postgres.PostgresEventStore;
import io.tidemark.projection.NotUniqueException;
import io.tidemark.projection.Projection;
import io.tidemark.projection.postgres.PostgresProjections;
import io.tidemark.readmodel.Filter;
import io.tidemark.readmodel.ReadModelQuery;
import io.tidemark.readmodel.ReadModelRepository;
import io.tidemark.readmodel.ReadModels;
import io.tidemark.readmodel.RowPage;
import io.tidemark.testdatabase.TestDatabase;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The code of the manual's pages on queries. */
class QueryingTest {
  private final TestDatabase database = TestDatabase.create();
  private final PostgresEventStore store =
      PostgresEventStore.builder(database.dataSource()).build();
  private final PostgresProjections projections = PostgresProjections.of(store);
  private final AggregateRepository<Item, ItemEvent> items =
      AggregateRepository.of("item", Item::new, store, Item.CODEC);

  @BeforeEach
  void fill() {
    for (int i = 1; i <= 5; i++) {
      int quantity = i * 10;
      String supplier = i % 2 == 0 ? "acme" : "bolts & co";
      items.execute("bolt-m" + i, item -> item.receive(quantity, supplier));
    }
    items.execute("bolt-m5", item -> item.pick(3, "order-1"));
    projections.catchUp(Shelf.PROJECTION);
  }

  @AfterEach
  void close() {
    store.close();
    database.close();
  }

  @Test
  void filters_and_orders() {
    // region filter
    ReadModelRepository<String, Shelf> shelves = ReadModels.of(projections).of(Shelf.PROJECTION);
    List<Shelf> some =
        shelves.findAll(
            ReadModelQuery.all()
                .where(Filter.where(Shelf::quantity).atLeast(20))
                .where(Filter.where(Shelf::supplier).equalTo("acme"))
                .orderByDescending(Shelf::quantity));

    long byText = shelves.count(Filter.where("quantity").atLeast(20)); // the same, unchecked
    List<Shelf> picked =
        shelves.findAll(
            ReadModelQuery.all()
                .where(Filter.where(Shelf::picks).contains(new Pick("order-1", 3))));
    // end
    assertThat(some).extracting(Shelf::item).containsExactly("bolt-m4", "bolt-m2");
    assertThat(byText).isEqualTo(4);
    assertThat(picked).extracting(Shelf::item).containsExactly("bolt-m5");
  }

  @Test
  void page_after_page() {
    List<Shelf> shown = new ArrayList<>();
    // region pages
    ReadModelRepository<String, Shelf> shelves = ReadModels.of(projections).of(Shelf.PROJECTION);
    ReadModelQuery fullest = ReadModelQuery.all().orderByDescending(Shelf::quantity).limit(2);

    RowPage<Shelf> page = shelves.findPage(fullest);
    shown.addAll(page.rows());
    while (page.next().isPresent()) {
      String cursor = page.next().get(); // put it in the link to the next page
      page = shelves.findPage(fullest.after(cursor));
      shown.addAll(page.rows());
    }
    // end
    assertThat(shown)
        .extracting(Shelf::item)
        .containsExactly("bolt-m5", "bolt-m4", "bolt-m3", "bolt-m2", "bolt-m1");
  }

  @Test
  void all_of_them_in_bounded_memory() {
    List<String> lines = new ArrayList<>();
    // region stream
    ReadModelRepository<String, Shelf> shelves = ReadModels.of(projections).of(Shelf.PROJECTION);
    try (Stream<Shelf> all = shelves.stream(ReadModelQuery.all())) {
      all.forEach(shelf -> lines.add(shelf.item() + ";" + shelf.quantity()));
    }
    // end
    assertThat(lines).hasSize(5).startsWith("bolt-m1;10");
  }

  @Test
  void sums_by_group() {
    long position = store.head();
    // region sums
    ReadModelRepository<String, Shelf> shelves = ReadModels.of(projections).of(Shelf.PROJECTION);
    Map<Optional<String>, BigDecimal> value =
        shelves.sumBy(Shelf::supplier, Shelf::value, Filter.all()); // {acme=6.00, bolts & co=8.70}
    Map<Optional<String>, Long> count =
        shelves
            .asOf(AsOf.position(position))
            .countBy(Shelf::supplier, Filter.where(Shelf::quantity).atLeast(20));
    // end
    assertThat(value)
        .containsEntry(Optional.of("acme"), new BigDecimal("6.00"))
        .containsEntry(Optional.of("bolts & co"), new BigDecimal("8.70"));
    assertThat(count).containsEntry(Optional.of("bolts & co"), 2L);
  }

  @Test
  void unique_values() {
    // region unique
    Projection<String, Shelf> oneSupplierEach = Shelf.PROJECTION.uniqueBy(Shelf::supplier);
    // end
    assertThatThrownBy(() -> projections.catchUp(oneSupplierEach))
        .hasRootCauseInstanceOf(java.sql.SQLException.class)
        .satisfies(
            failure -> assertThat(causes(failure)).anyMatch(NotUniqueException.class::isInstance));
  }

  private static List<Throwable> causes(Throwable failure) {
    List<Throwable> causes = new ArrayList<>();
    for (Throwable each = failure; each != null; each = each.getCause()) {
      causes.add(each);
    }
    return causes;
  }
}
