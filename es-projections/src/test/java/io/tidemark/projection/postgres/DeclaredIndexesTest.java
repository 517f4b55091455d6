package io.tidemark.projection.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.StreamId;
import io.tidemark.projection.Accounts;
import io.tidemark.projection.Accounts.Balance;
import io.tidemark.projection.FailurePolicy;
import io.tidemark.projection.Projection;
import io.tidemark.projection.table.Slot;
import io.tidemark.replay.RebuildOptions;
import io.tidemark.row.IndexEntryTooLargeException;
import io.tidemark.row.RowType;
import io.tidemark.subscription.EventHandlingException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Indexes that a definition asks for. */
@SuppressWarnings("UnicodeInCode") // names have more bytes than characters on purpose
class DeclaredIndexesTest {
  record Tagged(String key, List<String> tags, long size) {}

  private static final Projection<String, Tagged> TAGGED =
      Projection.named("tagged", Tagged.class, Tagged::key)
          .from("account", Accounts.CODEC)
          .keyedByStream()
          .fold((row, event, recorded) -> new Tagged(recorded.stream().key(), List.of("a"), 1));

  private final ProjectionLab lab = new ProjectionLab();

  @AfterEach
  void close() {
    lab.close();
  }

  /** What the server says of them, without their names; the primary key comes first. */
  private List<String> indexes(String table) {
    return lab.jdbc()
        .query(
            """
            select substring(pg_get_indexdef(i.indexrelid) from 'ON .*')
              || case when i.indisunique then ' unique' else '' end
            from pg_index i join pg_class c on c.oid = i.indrelid
              join pg_namespace n on n.oid = c.relnamespace
            where n.nspname = 'tidemark' and c.relname = ?
            order by i.indisprimary desc, 1
            """,
            row -> row.text(1).replaceFirst(".* USING ", ""),
            table);
  }

  private List<String> names(String table) {
    return lab.jdbc()
        .query(
            "select indexname from pg_indexes where schemaname = 'tidemark' and tablename = ?"
                + " and indexname ~ '_ix' order by 1",
            row -> row.text(1),
            table);
  }

  private long tableId() {
    return lab.jdbc()
        .first("select 'tidemark.balances'::regclass::oid::bigint", row -> row.integer(1))
        .orElseThrow();
  }

  @Test
  void the_serving_table_has_them_and_they_come_without_a_rebuild_and_go_with_one() {
    Accounts.history(lab.store(), 200, 1);
    lab.projections().catchUp(Accounts.BALANCES.indexedBy(Balance::owner, Balance::balance));
    assertThat(indexes("balances"))
        .containsExactly("btree (account) unique", "btree (owner, balance)");
    long table = tableId();
    List<String> first = names("balances");

    lab.projections()
        .catchUp(
            Accounts.BALANCES
                .indexedBy(Balance::owner, Balance::balance)
                .indexedBy(Balance::since)
                .indexedBy(Balance::since));
    assertThat(indexes("balances"))
        .containsExactly("btree (account) unique", "btree (owner, balance)", "btree (since)");
    assertThat(names("balances")).containsAll(first);

    lab.jdbc().update("create index by_hand on tidemark.balances (moves)");
    lab.projections().catchUp(Accounts.BALANCES);
    assertThat(indexes("balances"))
        .containsExactly(
            "btree (account) unique", "btree (moves)", "btree (owner, balance)", "btree (since)");
    assertThat(tableId()).isEqualTo(table);
    lab.assertTrueToTheLog(Accounts.BALANCES);

    lab.replays().rebuild(Accounts.BALANCES, progress -> {});
    assertThat(indexes("balances")).containsExactly("btree (account) unique");
    lab.assertTrueToTheLog(Accounts.BALANCES);
  }

  /** As while the processes of one are replaced by those of the other. */
  @Test
  void two_releases_that_declare_others_leave_each_other_theirs() {
    Accounts.history(lab.store(), 50, 1);
    Projection<String, Balance> old = Accounts.BALANCES.indexedBy(Balance::owner);
    Projection<String, Balance> fresh = Accounts.BALANCES.indexedBy(Balance::since);
    lab.projections().catchUp(old);
    lab.projections().catchUp(fresh);
    List<String> made = names("balances");
    assertThat(made).hasSize(2);

    for (Projection<String, Balance> each : List.of(old, fresh, old)) {
      Accounts.history(lab.store(), 10, 2);
      lab.projections().catchUp(each);
      assertThat(names("balances")).isEqualTo(made);
    }
    lab.assertTrueToTheLog(fresh);
  }

  /** It refuses what is right by the definition that does not declare it. */
  @Test
  void a_unique_one_is_dropped_by_whoever_does_not_declare_it() {
    Accounts.append(lab.store(), "1", new Accounts.Opened("Ann"));
    lab.projections().catchUp(Accounts.BALANCES.uniqueBy(Balance::owner));
    assertThat(indexes("balances"))
        .containsExactly("btree (account) unique", "btree (owner) unique");
    Accounts.append(lab.store(), "2", new Accounts.Opened("Ann"));

    lab.projections().catchUp(Accounts.BALANCES);

    assertThat(indexes("balances")).containsExactly("btree (account) unique");
    lab.assertTrueToTheLog(Accounts.BALANCES);
  }

  @Test
  void one_of_two_that_do_the_same_goes() {
    Projection<String, Balance> indexed = Accounts.BALANCES.indexedBy(Balance::owner);
    lab.projections().catchUp(indexed);
    String name = names("balances").get(0);
    String twin = name.substring(0, name.length() - 8) + "00000000";
    lab.jdbc().update("create index " + twin + " on tidemark.balances (owner)");

    lab.projections().catchUp(indexed);

    assertThat(names("balances")).hasSize(1);
  }

  @Test
  void they_stay_when_the_definition_goes_on() {
    Projection<String, Tagged> indexed = TAGGED.indexedBy(Tagged::size);
    Projection<String, Tagged> further =
        indexed
            .withHistory()
            .withVersion(2)
            .onFailure(FailurePolicy.PARK)
            .fromStream(new StreamId("other", "1"), Accounts.CODEC)
            .keyedByStream()
            .fold((row, event, recorded) -> row);
    assertThat(further.indexes()).isEqualTo(indexed.indexes()).hasSize(1);
    lab.projections().catchUp(further);
    assertThat(indexes("tagged")).containsExactly("btree (key) unique", "btree (size)");
  }

  @Test
  void two_processes_that_begin_at_once_make_each_index_once() throws Exception {
    Accounts.history(lab.store(), 50, 1);
    lab.projections().catchUp(Accounts.BALANCES);
    Projection<String, Balance> indexed =
        Accounts.BALANCES.indexedBy(Balance::owner).indexedBy(Balance::since);
    List<Thread> threads =
        java.util.stream.IntStream.range(0, 4)
            .mapToObj(i -> new Thread(() -> lab.projections().exactlyOnce(indexed).open()))
            .toList();
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(indexes("balances"))
        .containsExactly("btree (account) unique", "btree (owner)", "btree (since)");
  }

  @Test
  void json_gets_an_index_on_what_is_within() {
    Accounts.append(lab.store(), "1", new Accounts.Opened("Ann"));
    lab.projections().catchUp(TAGGED.indexedBy(Tagged::tags));
    assertThat(indexes("tagged"))
        .containsExactly("btree (key) unique", "gin (tags jsonb_path_ops)");

    for (Runnable bad :
        List.<Runnable>of(
            () -> TAGGED.indexedBy(),
            () -> TAGGED.indexedBy(Tagged::size, Tagged::size),
            () -> TAGGED.indexedBy(Tagged::size, Tagged::tags),
            () -> TAGGED.uniqueBy(Tagged::tags),
            () -> TAGGED.indexedBy(row -> row.size()))) {
      assertThatThrownBy(bad::run)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("Invalid ");
    }
  }

  @Test
  void new_rows_get_them_last_and_scratch_rows_have_none() {
    Accounts.history(lab.store(), 300, 1);
    Projection<String, Balance> indexed = Accounts.BALANCES.indexedBy(Balance::owner);
    lab.projections().catchUp(Accounts.BALANCES);

    lab.replays().rebuild(indexed, RebuildOptions.defaults().withoutSwitch(), progress -> {});
    assertThat(indexes("balances_rebuild")).containsExactly("btree (account) unique");
    lab.replays().switchOver(indexed);
    assertThat(indexes("balances")).containsExactly("btree (account) unique", "btree (owner)");
    assertThat(indexes("balances_previous")).containsExactly("btree (account) unique");

    lab.replays().rebuild(indexed, progress -> {});
    assertThat(indexes("balances")).containsExactly("btree (account) unique", "btree (owner)");
    Projection<String, Balance> other = Accounts.BALANCES.indexedBy(Balance::since);
    lab.replays().rollBack(other);
    assertThat(indexes("balances")).containsExactly("btree (account) unique", "btree (since)");
    lab.assertTrueToTheLog(other);

    lab.jdbc()
        .inTransaction(
            session -> {
              lab.projections().schema().table(indexed, Slot.SCRATCH).lifecycle().create(session);
              return true;
            });
    assertThat(indexes("balances_scratch")).containsExactly("btree (account) unique");
  }

  /** Each of its names is one the database takes, but two together are too long. */
  record Wide(
      String key,
      long aComponentWithAVeryLongNameIndeedWhichIsUsedHere,
      BigDecimal ütürütürütürütürütürütür) {}

  @Test
  void names_that_would_be_too_long_are_cut_and_stay_apart() {
    Projection<String, Wide> projection =
        Projection.named("a_projection_with_a_name_of_forty_chars", Wide.class, Wide::key)
            .from("account", Accounts.CODEC)
            .keyedByStream()
            .fold((row, event, recorded) -> new Wide(recorded.stream().key(), 1, BigDecimal.ONE))
            .indexedBy(Wide::aComponentWithAVeryLongNameIndeedWhichIsUsedHere)
            .indexedBy(
                Wide::aComponentWithAVeryLongNameIndeedWhichIsUsedHere,
                Wide::ütürütürütürütürütürütür)
            .indexedBy(Wide::ütürütürütürütürütürütür);
    Accounts.append(lab.store(), "1", new Accounts.Opened("Ann"));
    lab.projections().catchUp(projection);

    List<String> names = names("a_projection_with_a_name_of_forty_chars");
    assertThat(names).hasSize(3).doesNotHaveDuplicates();
    assertThat(names)
        .allSatisfy(
            name -> assertThat(name.getBytes(StandardCharsets.UTF_8).length).isBetween(40, 63))
        .allSatisfy(name -> assertThat(name).matches(".*_ix[0-9a-f]{8}_[0-9a-f]{8}"));
    lab.projections().catchUp(projection);
    assertThat(names("a_projection_with_a_name_of_forty_chars")).isEqualTo(names);
  }

  /** The name of a primary key begins with that of its table. */
  @Test
  void a_primary_key_is_none_of_them_whatever_its_table_is_named() {
    Projection<String, Balance> named = Accounts.balances("sales_ix20260101");
    Accounts.append(lab.store(), "1", new Accounts.Opened("Ann"));
    lab.projections().catchUp(named);
    Accounts.append(lab.store(), "2", new Accounts.Opened("Bob"));

    lab.projections().catchUp(named);

    lab.assertTrueToTheLog(named);
  }

  record Note(String key, String text) {}

  private static Projection<String, Note> notes() {
    return Projection.named("notes", Note.class, Note::key)
        .from("account", Accounts.CODEC)
        .keyedByStream()
        .fold(
            (row, event, recorded) ->
                new Note(recorded.stream().key(), ((Accounts.Opened) event).owner()));
  }

  /** So that it cannot be compressed. */
  private static String random(int length) {
    return new Random(7)
        .ints(length, '!', '~')
        .mapToObj(Character::toString)
        .collect(Collectors.joining());
  }

  /** Beyond another limit the server does not tell which index it is. */
  @ParameterizedTest
  @ValueSource(ints = {4_000, 9_000})
  void a_text_that_is_too_long_for_one_stops_it_before_its_event(int length) {
    Projection<String, Note> indexed =
        notes().indexedBy(Note::key).indexedBy(Note::text).onFailure(FailurePolicy.PARK);
    Accounts.append(lab.store(), "1", new Accounts.Opened("Ann"));
    Accounts.append(lab.store(), "2", new Accounts.Opened(random(length)));
    Accounts.append(lab.store(), "3", new Accounts.Opened("Cid"));

    assertThatThrownBy(() -> lab.projections().catchUp(indexed))
        .cause()
        .isInstanceOf(EventHandlingException.class)
        .hasMessageContaining("at position 2")
        .cause()
        .isInstanceOf(IndexEntryTooLargeException.class)
        .hasMessageMatching(
            "Rows of projection notes do not fit its index \\(text\\): expected at most about 2,700 bytes of each, actual index row .*");
    assertThat(lab.stored(indexed)).extracting(Note::key).containsExactly("1");

    lab.replays().rebuild(notes(), progress -> {});
    assertThatThrownBy(() -> lab.projections().exactlyOnce(notes().indexedBy(Note::text)).open())
        .isInstanceOfSatisfying(
            IndexEntryTooLargeException.class, e -> assertThat(e.index()).isEqualTo("(text)"));
    lab.assertTrueToTheLog(notes());
  }

  record TooLong(String key, long ütürütürütürütürütürütürütürütürütürütürütürütür) {}

  /** The server would cut it, and two columns could become one. */
  @Test
  void a_name_of_more_bytes_than_the_database_keeps_is_refused() {
    assertThat(RowType.of(TooLong.class).components().get(1).name()).hasSizeLessThan(63);
    Projection<String, TooLong> projection =
        Projection.named("x", TooLong.class, TooLong::key)
            .from("account", Accounts.CODEC)
            .keyedByStream()
            .fold((row, event, recorded) -> new TooLong(recorded.stream().key(), 1));
    assertThatThrownBy(() -> lab.projections().exactlyOnce(projection))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected text of 1 to 63 bytes");
  }
}
