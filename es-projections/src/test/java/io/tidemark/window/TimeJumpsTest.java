package io.tidemark.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.AsOf;
import io.tidemark.EventData;
import io.tidemark.ExpectedVersion;
import io.tidemark.Metadata;
import io.tidemark.StreamId;
import io.tidemark.inmemory.InMemoryEventStore;
import io.tidemark.projection.Projection;
import io.tidemark.projection.memory.LiveProjection;
import io.tidemark.projection.postgres.ProjectionLab;
import io.tidemark.store.EventStore;
import io.tidemark.window.NaiveWindows.Stretch;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** Windows whose events come from clocks that are wrong, in another order, or after a long time. */
class TimeJumpsTest {
  private static final StreamId ONE = StreamId.of("account", "one");
  private static final Window MINUTES =
      Window.tumbling(Duration.ofMinutes(1)).whenClosed(Duration.ZERO);

  private final ProjectionLab lab = new ProjectionLab();
  private final Instant now = Instant.now().truncatedTo(ChronoUnit.MINUTES);

  @AfterEach
  void close() {
    lab.close();
  }

  /** So many that to look at each would not end. */
  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
  void very_many_empty_windows_are_passed_over_and_those_before_are_closed() {
    Projection<WindowKey<String>, Stretch> millis =
        Stretch.in("millis", Window.tumbling(Duration.ofMillis(1)).whenClosed(Duration.ZERO));
    append(lab.store(), Instant.parse("1970-01-02T00:00:00Z"));
    append(lab.store(), Instant.parse("2026-01-01T00:00:00Z"));
    append(lab.store(), Instant.parse("2026-01-01T00:00:01Z"));
    lab.projections().catchUp(millis);

    assertThat(lab.stored(millis))
        .extracting(Stretch::from)
        .containsExactlyInAnyOrder(
            Instant.parse("1970-01-02T00:00:00Z"), Instant.parse("2026-01-01T00:00:00Z"));
    lab.assertTrueToTheLog(millis);
  }

  @Test
  void an_event_of_another_century_and_clocks_a_day_wrong_do_not_close_what_is_to_come() {
    Projection<WindowKey<String>, Stretch> minutes =
        Stretch.in("minutes", MINUTES.withMaxAhead(Duration.ZERO));
    append(lab.store(), Instant.parse("2126-01-01T00:00:00Z"));
    append(lab.store(), now.plus(Duration.ofDays(1)));
    append(lab.store(), now.minus(Duration.ofDays(1)));
    append(lab.store(), now.minus(Duration.ofHours(1)));
    lab.projections().catchUp(minutes);

    assertThat(lab.stored(minutes))
        .extracting(Stretch::from)
        .containsExactlyInAnyOrder(now.minus(Duration.ofDays(1)), now.minus(Duration.ofHours(1)));
    lab.assertTrueToTheLog(minutes);
  }

  @Test
  void the_same_events_in_any_order_end_in_the_same_rows() {
    Random random = new Random(7);
    for (Window window :
        List.of(MINUTES, Window.session(Duration.ofSeconds(20)).whenClosed(Duration.ZERO))) {
      Projection<WindowKey<String>, Stretch> projection = Stretch.in("ordered", window);
      List<Instant> times = new ArrayList<>();
      for (int i = 0; i < 15; i++) {
        times.add(now.minusSeconds(7_200 + random.nextInt(300)));
      }
      Map<WindowKey<String>, Stretch> expected = rows(projection, times);
      assertThat(expected).hasSizeGreaterThan(2);
      for (int i = 0; i < 100; i++) {
        Collections.shuffle(times, random);
        assertThat(rows(projection, times)).as("%s", times).isEqualTo(expected);
      }
    }
  }

  /** All are closed by an event that comes last. */
  private Map<WindowKey<String>, Stretch> rows(
      Projection<WindowKey<String>, Stretch> projection, List<Instant> times) {
    try (InMemoryEventStore store = new InMemoryEventStore()) {
      times.forEach(time -> append(store, time));
      append(store, now);
      return Map.copyOf(LiveProjection.of(projection, store).rows(AsOf.latest()));
    }
  }

  /** As PostgreSQL says it, with its own code. */
  @Test
  void a_full_disk_in_the_write_back_of_state_is_named_and_loses_nothing() {
    Projection<WindowKey<String>, Stretch> minutes = Stretch.in("minutes", MINUTES);
    append(lab.store(), now.minusSeconds(600));
    lab.projections().catchUp(minutes);
    lab.jdbc()
        .update(
            """
            create function tidemark.full() returns trigger language plpgsql as $$
            begin raise exception 'No space left on device' using errcode = '53100'; end $$
            """);
    lab.jdbc()
        .update(
            "create trigger disk after insert or update on tidemark.minutes_state"
                + " execute function tidemark.full()");
    append(lab.store(), now.minusSeconds(590));
    append(lab.store(), now.minusSeconds(400));
    assertThatThrownBy(() -> lab.projections().catchUp(minutes))
        .hasStackTraceContaining("No space left on device");
    assertThat(lab.asking().of(minutes).position()).isEqualTo(1);

    lab.jdbc().update("drop trigger disk on tidemark.minutes_state");
    lab.projections().catchUp(minutes);
    assertThat(lab.stored(minutes)).isNotEmpty();
    lab.assertTrueToTheLog(minutes);
  }

  private static void append(EventStore store, Instant time) {
    EventData paid =
        Payments.CODEC.encode(
            new Payments.Paid(Optional.of(BigDecimal.ONE)), Metadata.empty(), time);
    store.append(ONE, ExpectedVersion.any(), List.of(paid));
  }
}
