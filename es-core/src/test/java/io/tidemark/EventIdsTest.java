package io.tidemark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class EventIdsTest {

  @Test
  void ids_strictly_increase_as_the_database_sorts_them() {
    UUID last = EventIds.next();
    for (int i = 0; i < 100_000; i++) {
      UUID next = EventIds.next();
      assertThat(compareUnsigned(last, next)).isNegative();
      last = next;
    }
  }

  @Test
  void ids_have_the_layout_of_rfc_9562_version_7() {
    long before = System.currentTimeMillis();
    UUID id = EventIds.next();
    assertThat(id.version()).isEqualTo(7);
    assertThat(id.variant()).isEqualTo(2);
    assertThat(id.getMostSignificantBits() >>> 16)
        .isBetween(before - 1_000, System.currentTimeMillis() + 1_000);
    assertThat(id.toString()).hasSize(36).matches("[0-9a-f]{8}-[0-9a-f]{4}-7.*");
  }

  @Test
  void ids_made_at_once_differ() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      Set<UUID> ids = Collections.synchronizedSet(new HashSet<>());
      List<Future<?>> makers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        makers.add(threads.submit(() -> Collections.addAll(ids, make(10_000))));
      }
      for (Future<?> maker : makers) {
        maker.get();
      }
      assertThat(ids).hasSize(40_000);
    } finally {
      threads.shutdownNow();
    }
  }

  private static UUID[] make(int count) {
    UUID[] ids = new UUID[count];
    for (int i = 0; i < count; i++) {
      ids[i] = EventIds.next();
    }
    return ids;
  }

  private static int compareUnsigned(UUID a, UUID b) {
    int high = Long.compareUnsigned(a.getMostSignificantBits(), b.getMostSignificantBits());
    return high != 0
        ? high
        : Long.compareUnsigned(a.getLeastSignificantBits(), b.getLeastSignificantBits());
  }
}
