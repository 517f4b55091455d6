package io.tidemark.parking;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.ExpectedVersion;
import io.tidemark.RecordedEvent;
import io.tidemark.StreamId;
import io.tidemark.postgres.PostgresEventStore;
import io.tidemark.projection.Accounts;
import io.tidemark.projection.FailurePolicy;
import io.tidemark.projection.ParkedEvent;
import io.tidemark.projection.Projection;
import io.tidemark.projection.Trails;
import io.tidemark.projection.postgres.PostgresProjections;
import io.tidemark.projection.postgres.ProjectionLab;
import java.math.BigDecimal;
import java.sql.Connection;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ParkedInlineTest {
  private final ProjectionLab lab = new ProjectionLab();
  private final Parking parking = Parking.of(lab.projections());

  @AfterEach
  void close() {
    lab.close();
  }

  @Test
  void an_append_is_stored_although_its_event_is_parked_and_later_ones_wait_behind_it() {
    Predicate<RecordedEvent> poison = Trails.at(Set.of(3L));
    Projection<String, Trails.Trail> trails = Trails.byStream("trails", poison);
    Projection<String, Trails.Trail> mended = Trails.byStream("trails", Trails.nothing());
    try (PostgresEventStore store = inline(trails)) {
      Trails.append(store, 2, 9);
      assertThat(store.head()).isEqualTo(9);
    }
    assertThat(lab.stored(trails))
        .containsExactlyElementsOf(Trails.expected(lab.store(), FailurePolicy.PARK, poison));
    assertThat(parking.list(trails))
        .extracting(ParkedEvent::position)
        .containsExactly(3L, 5L, 7L, 9L);

    try (PostgresEventStore store = inline(mended)) {
      Trails.append(store, 2, 2);
      assertThat(parking.redrive(mended)).isEqualTo(new RedriveReport(5, 0));
      Trails.append(store, 2, 2);
    }
    lab.assertTrueToTheLog(mended);
    ParkedRows.assertNothingWaits(lab, mended);
  }

  @Test
  void what_an_append_has_parked_goes_with_its_roll_back() throws Exception {
    Projection<String, Trails.Trail> trails = Trails.byStream("trails", Trails.at(Set.of(2L)));
    try (PostgresEventStore store = inline(trails);
        Connection connection = lab.dataSource().getConnection()) {
      Trails.move(store, "a0");
      connection.setAutoCommit(false);
      store
          .inTransaction(connection)
          .append(
              new StreamId("account", "a0"),
              ExpectedVersion.any(),
              List.of(Accounts.data(new Accounts.Moved(BigDecimal.ONE))));
      connection.rollback();

      assertThat(parking.list(trails)).isEmpty();
      ParkedRows.assertNothingWaits(lab, trails);
      Trails.move(store, "a1");
      assertThat(parking.list(trails)).extracting(ParkedEvent::key).containsExactly("a1");
    }
  }

  private PostgresEventStore inline(Projection<?, ?> projection) {
    return PostgresEventStore.builder(lab.dataSource())
        .inline(store -> PostgresProjections.of(store).inline(projection))
        .build();
  }
}
