package io.tidemark.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.AsOf;
import io.tidemark.RecordedEvent;
import io.tidemark.StreamId;
import io.tidemark.codec.EventCodec;
import io.tidemark.codec.EventTypes;
import io.tidemark.codec.JacksonEventCodec;
import io.tidemark.inmemory.InMemoryEventStore;
import io.tidemark.projection.Accounts.Event;
import io.tidemark.projection.memory.LiveProjection;
import io.tidemark.store.LogQuery;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a projection is made from. */
class SourcesTest {
  private static final StreamId ONE = StreamId.of("account", "1");

  private final InMemoryEventStore store = new InMemoryEventStore();

  record Count(String key, int events, long last) {}

  private static Count count(@Nullable Count row, Event event, RecordedEvent recorded) {
    return new Count(
        recorded.stream().key(), row == null ? 1 : row.events() + 1, recorded.position());
  }

  private static NamedProjection<String, Count> counts() {
    return Projection.named("counts", Count.class, Count::key);
  }

  private Map<String, Count> rows(Projection<String, Count> projection) {
    return LiveProjection.of(projection, store).rows(AsOf.latest());
  }

  private void openMoveAndClose(String category, String key) {
    Accounts.append(
        store,
        new StreamId(category, key),
        new Accounts.Opened("Ann"),
        new Accounts.Moved(BigDecimal.ONE),
        new Accounts.Closed(Optional.empty()));
  }

  @Test
  void chosen_types_of_a_category_are_all_that_is_read_and_folded() {
    openMoveAndClose("account", "1");
    openMoveAndClose("account", "2");
    openMoveAndClose("transfer", "1");
    Projection<String, Count> ends =
        counts()
            .from("account", Accounts.CODEC)
            .ofTypes("Opened", "Closed")
            .keyedByStream()
            .fold(SourcesTest::count);

    assertThat(rows(ends).values()).containsExactly(new Count("1", 2, 3), new Count("2", 2, 6));
    try (Stream<RecordedEvent> read = store.readAll(ends.query())) {
      assertThat(read).extracting(RecordedEvent::position).containsExactly(1L, 3L, 4L, 6L);
    }
  }

  @Test
  void two_types_of_a_category_can_have_folds_of_their_own() {
    openMoveAndClose("account", "1");
    Projection<String, Count> both =
        counts()
            .from("account", Accounts.CODEC)
            .ofTypes("Opened")
            .keyedByStream()
            .fold(SourcesTest::count)
            .from("account", Accounts.CODEC)
            .ofTypes("Closed")
            .keyedByStream()
            .fold((row, event, recorded) -> new Count(recorded.stream().key(), -1, 0));

    assertThat(rows(both).values()).containsExactly(new Count("1", -1, 0));
  }

  @Test
  void a_stream_is_a_source_beside_a_category() {
    openMoveAndClose("account", "1");
    openMoveAndClose("account", "2");
    openMoveAndClose("transfer", "1");
    Projection<String, Count> mixed =
        counts()
            .fromStream(ONE, Accounts.CODEC)
            .keyedBy((event, recorded) -> recorded.stream().key())
            .fold(SourcesTest::count)
            .from("transfer", Accounts.CODEC)
            .ofTypes("Moved")
            .keyedBy((event, recorded) -> recorded.stream().key())
            .fold(SourcesTest::count);

    assertThat(rows(mixed).values()).containsExactly(new Count("1", 4, 8));
    try (Stream<RecordedEvent> read = store.readAll(mixed.query())) {
      assertThat(read).extracting(RecordedEvent::position).containsExactly(1L, 2L, 3L, 8L);
    }
    assertThat(mixed.sourcesText())
        .isEqualTo("stream \"account-1\", \"transfer\" of types (\"Moved\")");
  }

  @Test
  void an_event_that_is_not_asked_for_changes_nothing_if_it_is_handed_in() {
    openMoveAndClose("account", "1");
    Projection<String, Count> closed =
        counts()
            .from("account", Accounts.CODEC)
            .ofTypes("Closed")
            .keyedByStream()
            .fold(SourcesTest::count);
    try (Stream<RecordedEvent> all = store.readAll(LogQuery.all())) {
      assertThat(closed.batch(all.toList()).tally().count()).isEqualTo(1);
    }
  }

  @Test
  void former_names_of_a_type_belong_to_it() {
    EventCodec<Event> renamed =
        JacksonEventCodec.of(
            EventTypes.ofSealed(Event.class)
                .named(Accounts.Opened.class, "account-opened")
                .formerly(Accounts.Opened.class, "Opened"));
    openMoveAndClose("account", "1");

    Projection<String, Count> opened =
        counts()
            .from("account", renamed)
            .ofTypes("account-opened")
            .keyedByStream()
            .fold(SourcesTest::count);

    assertThat(rows(opened).values()).containsExactly(new Count("1", 1, 1));
  }

  @Test
  void a_type_that_the_codec_does_not_know_is_refused() {
    assertThatThrownBy(() -> counts().from("account", Accounts.CODEC).ofTypes("Opened", "Open"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Invalid event types of projection counts: expected some of [Closed, Moved, Opened],"
                + " actual [Opened, Open]");
    assertThatThrownBy(() -> counts().from("account", Accounts.CODEC).ofTypes())
        .hasMessageContaining("actual []");
  }

  @Test
  void an_event_in_two_sources_is_refused() {
    Projection<String, Count> accounts =
        counts().from("account", Accounts.CODEC).keyedByStream().fold(SourcesTest::count);

    assertThatThrownBy(
            () -> accounts.from("account", Accounts.CODEC).keyedByStream().fold(SourcesTest::count))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Invalid source of projection counts: expected events that no other source has,"
                + " actual account beside account");
    assertThatThrownBy(
            () ->
                accounts
                    .fromStream(ONE, Accounts.CODEC)
                    .ofTypes("Moved")
                    .keyedBy((event, recorded) -> "a")
                    .fold(SourcesTest::count))
        .hasMessageEndingWith("actual stream \"account-1\" of types (\"Moved\") beside account");
  }

  @Test
  void sources_of_other_events_have_other_words() {
    List<String> categories = List.of("a", "a,b", "\"a\"", "a of types (x)", "stream \"a\"", "b");
    assertThat(
            categories.stream()
                .map(
                    category ->
                        counts()
                            .from(category, Accounts.CODEC)
                            .keyedByStream()
                            .fold(SourcesTest::count)
                            .sourcesText()))
        .doesNotHaveDuplicates()
        .doesNotContain(
            counts()
                .from("a", Accounts.CODEC)
                .ofTypes("Moved")
                .keyedByStream()
                .fold(SourcesTest::count)
                .sourcesText())
        .contains("a", "b", "a of types (x)");
  }
}
