package io.tidemark.projection.postgres.state;

import static io.tidemark.dataflow.OperatorState.NEVER;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.dataflow.OperatorState;
import io.tidemark.dataflow.OperatorState.Entry;
import io.tidemark.dataflow.Tuple;
import io.tidemark.dataflow.operator.state.RevocableState;
import io.tidemark.jdbc.Jdbc;
import io.tidemark.projection.ReadModelDefinition;
import io.tidemark.projection.postgres.ProjectionLab;
import io.tidemark.projection.table.ReadModelTable;
import io.tidemark.projection.table.Slot;
import io.tidemark.row.KeyType;
import io.tidemark.row.RowType;
import io.tidemark.subscription.Checkpoint;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * What is stored answers as what is in memory does: for any changes and questions, whatever is
 * committed, taken back or read by another process in between.
 */
class StoredStateTest {
  private static final UUID LOG = UUID.randomUUID();

  private static ProjectionLab lab;
  private static int tables;

  private RevocableState expected = new RevocableState();

  @BeforeContainer
  static void open() {
    lab = new ProjectionLab();
  }

  @AfterContainer
  static void close() {
    lab.close();
  }

  @Property(tries = 60, shrinking = ShrinkingMode.OFF)
  void answers_as_memory_does(@ForAll long seed) {
    Random random = new Random(seed);
    expected = new RevocableState();
    Jdbc jdbc = new Jdbc(lab.dataSource());
    ReadModelTable<String, Row> table = created(jdbc);
    Checkpoint at = new Checkpoint(LOG, 0, Optional.empty(), 1);
    int most = random.nextBoolean() ? 1 + random.nextInt(3) : 1_000;
    StoredState stored = new StoredState(jdbc, table.state(), 0, most);
    stored.begin(at);
    for (int i = 0; i < 12; i++) {
      stored = random.nextInt(4) == 0 ? new StoredState(jdbc, table.state(), 0, most) : stored;
      stored.begin(at);
      for (int j = random.nextInt(15); j >= 0; j--) {
        step(random, stored);
      }
      if (random.nextInt(3) == 0) {
        expected.revoke();
      } else {
        StoredState done = stored;
        jdbc.inTransaction(
            session -> {
              done.write(session);
              return true;
            });
        at = new Checkpoint(LOG, at.position() + 1, Optional.of(UUID.randomUUID()), 1);
        stored.committed(at);
        expected.accept();
      }
    }
  }

  /** Each alone would be read with all the others: more than memory holds. */
  @Example
  void reads_once_what_many_events_ask_for() {
    Jdbc jdbc = new Jdbc(lab.dataSource());
    ReadModelTable<String, Row> table = created(jdbc);
    StoredState stored = new StoredState(jdbc, table.state(), 0);
    stored.begin(new Checkpoint(LOG, 0, Optional.empty(), 1));
    Tuple group = Tuple.of("g");
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < 4_000; i++) {
      entries.add(new Entry(0, group, i, 0, NEVER, Tuple.of("x".repeat(100))));
    }
    entries.forEach(stored::put);
    jdbc.inTransaction(
        session -> {
          stored.write(session);
          return true;
        });

    StoredState other = new StoredState(jdbc, table.state(), 0);
    other.begin(new Checkpoint(LOG, 1, Optional.of(UUID.randomUUID()), 1));
    entries.forEach(each -> other.expect(0, group, each.at() - 4_000, each.at() + 4_000));

    assertThat(other.range(0, group, -4_000, 8_000)).isEqualTo(entries);
  }

  /** The entry before the second stretch is one of the first stretch, behind what is read of it. */
  @Example
  void knows_no_more_of_a_stretch_than_was_read_of_it() {
    Jdbc jdbc = new Jdbc(lab.dataSource());
    ReadModelTable<String, Row> table = created(jdbc);
    StoredState stored = new StoredState(jdbc, table.state(), 0);
    stored.begin(new Checkpoint(LOG, 0, Optional.empty(), 1));
    Tuple group = Tuple.of("g");
    List<Entry> entries = new ArrayList<>();
    for (int i = 1; i <= 6; i++) {
      entries.add(new Entry(0, group, i, 0, NEVER, Tuple.of((long) i)));
    }
    entries.forEach(stored::put);
    jdbc.inTransaction(
        session -> {
          stored.write(session);
          return true;
        });

    StoredState other = new StoredState(jdbc, table.state(), 0, 2);
    other.begin(new Checkpoint(LOG, 1, Optional.of(UUID.randomUUID()), 1));
    other.expect(0, group, 1, 6);
    other.expect(0, group, 10, 12);

    assertThat(other.find(0, group, 4, 0)).hasValue(entries.get(3));
    assertThat(other.range(0, group, 1, 12)).isEqualTo(entries);
  }

  @Example
  void keeps_many_new_entries_of_all_kinds() {
    Jdbc jdbc = new Jdbc(lab.dataSource());
    ReadModelTable<String, Row> table = created(jdbc);
    StoredState stored = new StoredState(jdbc, table.state(), 0);
    stored.begin(new Checkpoint(LOG, 0, Optional.empty(), 1));
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      Tuple value =
          Tuple.of(
              "a\tb\n\\" + i,
              (long) i << i % 60,
              BigDecimal.valueOf(i, i % 5),
              i / 3.0,
              i % 2 == 0,
              Instant.EPOCH.minusNanos(i * 1_000L),
              LocalDate.EPOCH.plusDays(i),
              new UUID(i, -i),
              new byte[] {(byte) i, 0, -1},
              Tuple.of(null, "inner"),
              null);
      entries.add(new Entry(0, Tuple.of("g", null), i, -i, i % 3 == 0 ? i : NEVER, value));
    }

    entries.forEach(stored::put);
    jdbc.inTransaction(
        session -> {
          stored.write(session);
          return true;
        });

    StoredState other = new StoredState(jdbc, table.state(), 0);
    other.begin(new Checkpoint(LOG, 1, Optional.of(UUID.randomUUID()), 1));
    assertThat(other.range(0, Tuple.of("g", null), 0, 1_000)).isEqualTo(entries);
    assertThat(other.due(0, 0)).containsExactly(entries.get(0));
  }

  private static ReadModelTable<String, Row> created(Jdbc jdbc) {
    ReadModelTable<String, Row> table =
        new ReadModelTable<>("public", Slot.SERVING, new Definition("states_" + tables++));
    jdbc.inTransaction(
        session -> {
          table.lifecycle().create(session);
          return true;
        });
    return table;
  }

  private void step(Random random, StoredState stored) {
    int operator = random.nextInt(2);
    Tuple group = Tuple.of("g" + random.nextInt(2), random.nextBoolean() ? null : 7L);
    long at = random.nextLong(-4, 4);
    long tie = random.nextInt(2);
    switch (random.nextInt(9)) {
      case 0, 1, 2 -> {
        long due = random.nextBoolean() ? OperatorState.NEVER : random.nextInt(10);
        Entry entry = new Entry(operator, group, at, tie, due, Tuple.of(random.nextLong()));
        stored.put(entry);
        expected.put(entry);
      }
      case 3 -> {
        stored.remove(operator, group, at, tie);
        expected.remove(operator, group, at, tie);
      }
      case 4 ->
          assertThat(stored.find(operator, group, at, tie))
              .isEqualTo(expected.find(operator, group, at, tie));
      case 5 ->
          assertThat(stored.range(operator, group, at, at + tie * 3))
              .isEqualTo(expected.range(operator, group, at, at + tie * 3));
      case 6 ->
          assertThat(stored.before(operator, group, at, tie))
              .isEqualTo(expected.before(operator, group, at, tie));
      case 7 ->
          assertThat(stored.after(operator, group, at, tie))
              .isEqualTo(expected.after(operator, group, at, tie));
      default -> {
        long from = at - random.nextInt(2);
        stored.expect(operator, group, from, at);
        stored.expect(operator, group, at + 1 + random.nextInt(3), at + 5);
        stored.expectFirst(operator, group, 1 + random.nextInt(3));
        dueOnes(stored, operator, random.nextInt(10));
      }
    }
  }

  /** Asks again until there is none, as it is meant to be used. */
  private void dueOnes(StoredState stored, int operator, long through) {
    List<Entry> all = new ArrayList<>();
    List<Entry> some = stored.due(operator, through);
    long last = Long.MIN_VALUE;
    while (!some.isEmpty()) {
      for (Entry entry : some) {
        assertThat(entry.due()).isBetween(last, through);
        all.add(entry);
        Entry done =
            new Entry(
                operator,
                entry.group(),
                entry.at(),
                entry.tie(),
                OperatorState.NEVER,
                entry.value());
        stored.put(done);
      }
      last = some.stream().mapToLong(Entry::due).max().orElseThrow();
      some = stored.due(operator, through);
    }
    List<Entry> due = new ArrayList<>();
    for (List<Entry> each = expected.due(operator, through);
        !each.isEmpty();
        each = expected.due(operator, through)) {
      for (Entry entry : each) {
        due.add(entry);
        expected.put(
            new Entry(
                operator,
                entry.group(),
                entry.at(),
                entry.tie(),
                OperatorState.NEVER,
                entry.value()));
      }
    }
    assertThat(new HashSet<>(all)).isEqualTo(new HashSet<>(due)).hasSize(all.size());
  }

  private record Row(String id) {}

  private record Definition(String name) implements ReadModelDefinition<String, Row> {
    private static final RowType<Row> ROWS = RowType.of(Row.class);

    @Override
    public RowType<Row> rows() {
      return ROWS;
    }

    @Override
    public KeyType<String> key() {
      return KeyType.firstOf(ROWS);
    }

    @Override
    public String keyOf(Row row) {
      return row.id();
    }

    @Override
    public String foldVersion() {
      return "";
    }

    @Override
    public boolean hasState() {
      return true;
    }
  }
}
