package io.tidemark.documentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.ExpectedVersion;
import io.tidemark.Metadata;
import io.tidemark.StreamId;
import io.tidemark.Tag;
import io.tidemark.codec.EventCodec;
import io.tidemark.codec.EventTypes;
import io.tidemark.codec.JacksonEventCodec;
import io.tidemark.decision.Decided;
import io.tidemark.decision.DecisionModel;
import io.tidemark.decision.DecisionResult;
import io.tidemark.decision.DecisionRunner;
import io.tidemark.postgres.PostgresEventStore;
import io.tidemark.store.AppendCondition;
import io.tidemark.store.AppendRequest;
import io.tidemark.store.AppendResult;
import io.tidemark.store.EventQuery;
import io.tidemark.store.LogQuery;
import io.tidemark.testdatabase.TestDatabase;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code docs/how-to/decide-over-several-streams.md}. */
class DecidingOverStreamsTest {
  // region events
  sealed interface ClassEvent {
    record Opened(String lesson, int places) implements ClassEvent {}

    record Booked(String lesson, String guest) implements ClassEvent {}

    record Cancelled(String lesson, String guest) implements ClassEvent {}
  }

  static final EventCodec<ClassEvent> CODEC =
      JacksonEventCodec.builder(EventTypes.ofSealed(ClassEvent.class))
          .tags(ClassEvent.Opened.class, e -> List.of(lesson(e.lesson())))
          .tags(ClassEvent.Booked.class, e -> List.of(lesson(e.lesson()), guest(e.guest())))
          .tags(ClassEvent.Cancelled.class, e -> List.of(lesson(e.lesson()), guest(e.guest())))
          .build();

  static Tag lesson(String id) {
    return Tag.of("lesson", id);
  }

  static Tag guest(String id) {
    return Tag.of("guest", id);
  }

  // end

  // region models
  static DecisionModel<ClassEvent, Integer> freePlaces(String lesson) {
    return DecisionModel.of(ClassEvent.class, 0)
        .on(ClassEvent.Opened.class, (free, e) -> e.places())
        .on(ClassEvent.Booked.class, (free, e) -> free - 1)
        .on(ClassEvent.Cancelled.class, (free, e) -> free + 1)
        .tagged(lesson(lesson));
  }

  static DecisionModel<ClassEvent, Integer> bookingsOf(String guest) {
    return DecisionModel.of(ClassEvent.class, 0)
        .on(ClassEvent.Booked.class, (bookings, e) -> bookings + 1)
        .on(ClassEvent.Cancelled.class, (bookings, e) -> bookings - 1)
        .tagged(guest(guest));
  }

  // end

  private TestDatabase database;
  private PostgresEventStore store;
  private DecisionRunner<ClassEvent> runner;

  @BeforeEach
  void openStore() {
    database = TestDatabase.create();
    store = PostgresEventStore.builder(database.dataSource()).build();
    // region runner
    DecisionRunner<ClassEvent> decisions = DecisionRunner.of(store, CODEC);
    // end
    runner = decisions;
  }

  @AfterEach
  void close() {
    store.close();
    database.close();
  }

  // region book
  record Booking(int free, int ofGuest) {}

  DecisionResult book(String lesson, String guest) {
    return runner.decide(
        freePlaces(lesson).and(bookingsOf(guest), Booking::new),
        known -> {
          if (known.free() < 1) {
            throw new IllegalStateException("The lesson is full");
          }
          if (known.ofGuest() >= 3) {
            throw new IllegalStateException("Three bookings are the most that a guest may have");
          }
          StreamId stream = StreamId.of("lesson", lesson);
          return List.of(Decided.on(stream, new ClassEvent.Booked(lesson, guest)));
        });
  }

  // end

  private void open(String lesson, int places) {
    StreamId stream = StreamId.of("lesson", lesson);
    DecisionResult unused =
        runner.decide(
            freePlaces(lesson),
            free -> List.of(Decided.on(stream, new ClassEvent.Opened(lesson, places))));
  }

  @Test
  void both_rules_hold() {
    open("yoga", 2);
    IntStream.rangeClosed(1, 3).forEach(n -> open("l" + n, 9));
    book("yoga", "ann");
    book("yoga", "bob");
    assertThatThrownBy(() -> book("yoga", "cid")).hasMessageContaining("full");
    book("l1", "ann");
    book("l2", "ann");
    assertThatThrownBy(() -> book("l3", "ann")).hasMessageContaining("Three");
  }

  @Test
  void of_many_at_once_as_many_get_a_place_as_there_are() {
    open("yoga", 5);
    long booked =
        IntStream.range(0, 12)
            .parallel()
            .filter(
                n -> {
                  try {
                    return book("yoga", "g" + n).position() > 0;
                  } catch (IllegalStateException full) {
                    return false;
                  }
                })
            .count();
    assertThat(booked).isEqualTo(5);
  }

  @Test
  void found_by_tag() {
    open("yoga", 2);
    book("yoga", "ann");
    // region read
    EventQuery ofAnn = EventQuery.tagged(guest("ann")).asQuery();
    try (var events = store.readAll(LogQuery.all().matching(ofAnn))) {
      // end
      assertThat(events).hasSize(1);
    }
  }

  @Test
  void by_hand() {
    open("yoga", 2);
    ClassEvent booked = new ClassEvent.Booked("yoga", "ann");
    // region condition
    long seen = store.head();
    AppendRequest request =
        new AppendRequest(
                StreamId.of("lesson", "yoga"),
                ExpectedVersion.any(),
                List.of(CODEC.encode(booked, Metadata.empty(), Instant.now())))
            .onlyIf(
                AppendCondition.failIfEventsMatch(
                        EventQuery.of(
                            EventQuery.tagged(lesson("yoga")),
                            EventQuery.tagged(guest("ann")).types("Booked")))
                    .after(seen)
                    .andStreamIs(StreamId.of("guest", "ann"), ExpectedVersion.noStream()));
    AppendResult result = store.append(request);
    // end
    assertThat(result.lastPosition()).isEqualTo(2);
  }

  @Test
  void several_streams() {
    AppendRequest first =
        new AppendRequest(
            StreamId.of("lesson", "yoga"),
            ExpectedVersion.noStream(),
            List.of(
                CODEC.encode(new ClassEvent.Opened("yoga", 2), Metadata.empty(), Instant.now())));
    AppendRequest second =
        new AppendRequest(
            StreamId.of("guest", "ann"),
            ExpectedVersion.any(),
            List.of(
                CODEC.encode(
                    new ClassEvent.Booked("yoga", "ann"), Metadata.empty(), Instant.now())));
    // region several
    List<AppendResult> results = store.appendAll(List.of(first, second));
    // end
    assertThat(results).extracting(AppendResult::lastPosition).containsExactly(1L, 2L);
  }
}
