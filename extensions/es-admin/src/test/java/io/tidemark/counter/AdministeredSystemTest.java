package io.tidemark.counter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.tidemark.admin.AdministeredSystem;
import io.tidemark.admin.OpenedSystem;
import io.tidemark.inmemory.InMemoryEventStore;
import io.tidemark.projection.postgres.PostgresProjections;
import io.tidemark.store.EventStore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AdministeredSystemTest {
  private final AtomicInteger closed = new AtomicInteger();

  @Test
  void two_projections_of_one_name_are_refused() {
    AdministeredSystem.Builder builder =
        AdministeredSystem.builder(progress -> opened())
            .projection(Clicks.PROJECTION)
            .projection(Clicks.PROJECTION);

    assertThatThrownBy(builder::build)
        .hasMessage("Duplicate projection: expected each name once, actual clicks twice");
  }

  @Test
  void what_was_opened_is_closed_with_the_admin() {
    AdministeredSystem.builder(progress -> opened()).build().open(text -> {}).close();

    assertThat(closed).hasValue(1);
  }

  private OpenedSystem opened() {
    EventStore store = new InMemoryEventStore();
    return OpenedSystem.of(
            store,
            PostgresProjections.builder(store)
                .dataSource(new HikariDataSource())
                .schema("tidemark")
                .build())
        .closing(closed::incrementAndGet);
  }
}
