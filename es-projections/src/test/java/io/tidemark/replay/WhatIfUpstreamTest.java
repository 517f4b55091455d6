package io.tidemark.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.EventData;
import io.tidemark.Metadata;
import io.tidemark.RecordedEvent;
import io.tidemark.StreamId;
import io.tidemark.projection.Accounts;
import io.tidemark.projection.Accounts.Balance;
import io.tidemark.projection.Accounts.Mentioned;
import io.tidemark.projection.FailurePolicy;
import io.tidemark.projection.Notes;
import io.tidemark.projection.Notes.Note;
import io.tidemark.projection.Owners;
import io.tidemark.projection.Projection;
import io.tidemark.projection.Watches;
import io.tidemark.projection.postgres.ProjectionLab;
import io.tidemark.replay.compare.ComparisonReport;
import io.tidemark.replay.compare.RowDifference;
import io.tidemark.store.LogQuery;
import io.tidemark.subscription.EventHandlingException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What if events were others, of projections that need other read models. */
class WhatIfUpstreamTest {
  private static final Projection<String, Balance> BALANCES = Notes.balances("balances");
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  private final ProjectionLab lab = new ProjectionLab();

  @AfterEach
  void close() {
    lab.close();
  }

  @Test
  void what_is_looked_up_knows_of_the_changed_events() {
    Notes.history(lab.store(), 80, 1);

    assertTrue(Notes.looking("notes", BALANCES), Notes::folded, 1);
    assertTrue(Watches.watching("watches", BALANCES), Watches::folded, 2);
    assertTrue(Watches.watching("kept", BALANCES).withHistory(), Watches::folded, 3);
    assertTrue(
        Watches.watching("parking", BALANCES).onFailure(FailurePolicy.PARK), Watches::folded, 4);
  }

  @Test
  void who_follows_a_read_model_is_told_what_the_changed_events_do_to_it() {
    Owners.history(lab.store(), 80, 1);
    Projection<String, Owners.Total> totals = Owners.TOTALS.withHistory();

    assertTrue(totals, events -> Owners.folded(events).totals(), 1);
    assertTrue(Owners.sizes("sizes", totals), events -> Owners.folded(events).sizes(), 2);
  }

  @Test
  void neither_the_other_read_model_nor_the_log_is_changed_by_the_question() {
    Notes.history(lab.store(), 60, 1);
    Projection<String, Note> notes = Notes.looking("notes", BALANCES);
    lab.projections().catchUp(notes);
    List<Balance> before = lab.stored(BALANCES);

    lab.replays().whatIf(notes).dropping(3).inserting(7, account("a1"), List.of(move(5))).compare();

    assertThat(lab.stored(BALANCES)).isEqualTo(before);
    assertThat(lab.store().head()).isEqualTo(60);
    lab.assertTrueToTheLog(notes);
    assertThat(
            lab.jdbc()
                .query(
                    "select relname from pg_class where relname like '%scratch%'",
                    row -> row.text(1)))
        .isEmpty();
  }

  @Test
  void an_event_that_the_other_read_model_refuses_is_told() {
    Projection<String, Balance> poisoned = Accounts.poisoned(new BigDecimal("13")).withHistory();
    Projection<String, Note> notes = Notes.looking("notes", poisoned);
    Notes.history(lab.store(), 30, 1);
    lab.projections().catchUp(notes);

    assertThatThrownBy(
            () ->
                lab.replays()
                    .whatIf(notes)
                    .inserting(7, account("a1"), List.of(move(13)))
                    .compare())
        .isInstanceOf(EventHandlingException.class)
        .hasMessageContaining("poisoned")
        .hasMessageContaining("cannot take 13");
  }

  /** For random changes the answer is that of a fold of the changed events by the test itself. */
  private <K, V> void assertTrue(
      Projection<K, V> projection, Function<List<RecordedEvent>, Map<K, V>> folded, long seed) {
    lab.projections().catchUp(projection);
    List<RecordedEvent> events;
    try (Stream<RecordedEvent> all = lab.store().readAll(LogQuery.all())) {
      events = all.toList();
    }
    Map<K, V> serving = folded.apply(events);
    assertThat(lab.stored(projection)).containsExactlyElementsOf(serving.values());
    Random random = new Random(seed);
    int differing = 0;
    for (int i = 0; i < 6; i++) {
      Changed changed = Changed.some(events, random);

      ComparisonReport report = changed.asked(lab.replays().whatIf(projection)).compare();

      Map<K, V> expected = folded.apply(changed.events());
      Map<Object, RowDifference> examples = new HashMap<>();
      report.examples().forEach(example -> examples.put(example.key(), example));
      Set<K> keys = new HashSet<>(serving.keySet());
      keys.addAll(expected.keySet());
      keys.removeIf(key -> Optional.ofNullable(serving.get(key)).equals(row(expected, key)));
      assertThat(keys).as("more than is told").hasSizeLessThanOrEqualTo(10);
      differing += keys.size();
      assertThat(examples.keySet()).isEqualTo(keys);
      for (K key : keys) {
        RowDifference example = examples.get(key);
        assertThat(example.expected()).isEqualTo(row(expected, key));
        assertThat(example.actual()).isEqualTo(row(serving, key));
        assertThat(example.isFirst()).isTrue();
        assertThat(example.event().orElseThrow()).isEqualTo(firstDifference(folded, changed, key));
      }
    }
    assertThat(differing).as("rows that the changes showed in").isGreaterThan(5);
  }

  /** Places of the two histories are told by their positions; after all events of one. */
  private static <K, V> long firstDifference(
      Function<List<RecordedEvent>, Map<K, V>> folded, Changed changed, K key) {
    long first = -1;
    for (long position = changed.log().size(); position >= 0; position--) {
      long at = position;
      Map<K, V> one =
          folded.apply(changed.log().stream().filter(event -> event.position() <= at).toList());
      Map<K, V> other =
          folded.apply(changed.events().stream().filter(event -> event.position() <= at).toList());
      if (row(one, key).equals(row(other, key))) {
        return first;
      }
      first = position;
    }
    return first;
  }

  private static <K, V> Optional<Object> row(Map<K, V> rows, K key) {
    return Optional.ofNullable(rows.get(key));
  }

  private static StreamId account(String key) {
    return new StreamId("account", key);
  }

  private static EventData move(long amount) {
    return Accounts.data(new Accounts.Moved(BigDecimal.valueOf(amount)));
  }

  /** A log, what is dropped of it, and what is put in behind positions. */
  private record Changed(
      List<RecordedEvent> log,
      Set<Long> dropped,
      TreeMap<Long, List<Map.Entry<StreamId, EventData>>> inserted) {

    static Changed some(List<RecordedEvent> log, Random random) {
      Set<Long> dropped = new HashSet<>();
      TreeMap<Long, List<Map.Entry<StreamId, EventData>>> inserted = new TreeMap<>();
      for (int i = 0; i < 4; i++) {
        dropped.add(1L + random.nextInt(log.size()));
        for (int n = random.nextInt(3); n >= 0; n--) {
          inserted
              .computeIfAbsent((long) random.nextInt(log.size() + 1), at -> new ArrayList<>())
              .add(event(random));
        }
      }
      return new Changed(log, dropped, inserted);
    }

    private static Map.Entry<StreamId, EventData> event(Random random) {
      String account = "a" + random.nextInt(4);
      return switch (random.nextInt(4)) {
        case 0 ->
            Map.entry(
                new StreamId("mention", "t" + random.nextInt(3)),
                Accounts.MENTIONS.encode(new Mentioned(account), Metadata.empty(), NOON));
        case 1 ->
            Map.entry(
                account(account), Accounts.data(new Accounts.Opened("owner " + random.nextInt(3))));
        case 2 -> Map.entry(account(account), Accounts.data(new Accounts.Closed(Optional.empty())));
        default -> Map.entry(account(account), move(random.nextInt(50)));
      };
    }

    <K, V> WhatIf<K, V, V> asked(WhatIf<K, V, V> begun) {
      WhatIf<K, V, V> whatIf = begun;
      for (long position : dropped) {
        whatIf = whatIf.dropping(position);
      }
      for (Map.Entry<Long, List<Map.Entry<StreamId, EventData>>> there : inserted.entrySet()) {
        for (Map.Entry<StreamId, EventData> event : there.getValue()) {
          whatIf = whatIf.inserting(there.getKey(), event.getKey(), List.of(event.getValue()));
        }
      }
      return whatIf;
    }

    List<RecordedEvent> events() {
      List<RecordedEvent> events = new ArrayList<>(at(0));
      for (RecordedEvent event : log) {
        if (!dropped.contains(event.position())) {
          events.add(event);
        }
        events.addAll(at(event.position()));
      }
      return events;
    }

    private List<RecordedEvent> at(long position) {
      return inserted.getOrDefault(position, List.of()).stream()
          .map(
              event ->
                  new RecordedEvent(
                      position,
                      event.getKey(),
                      0,
                      event.getValue().id(),
                      event.getValue().type(),
                      event.getValue().data(),
                      event.getValue().metadata(),
                      event.getValue().occurredAt(),
                      event.getValue().occurredAt()))
          .toList();
    }
  }
}
