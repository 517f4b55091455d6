package io.tidemark.documentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tidemark.AsOf;
import io.tidemark.ExpectedVersion;
import io.tidemark.Metadata;
import io.tidemark.StreamId;
import io.tidemark.architecture.Checkout;
import io.tidemark.codec.EventCodec;
import io.tidemark.codec.JacksonEventCodec;
import io.tidemark.dataflow.Tuple;
import io.tidemark.documentation.StreamingSqlTest.AccountEvent.Deposited;
import io.tidemark.documentation.StreamingSqlTest.AccountEvent.OwnerNamed;
import io.tidemark.postgres.PostgresEventStore;
import io.tidemark.projection.Projection;
import io.tidemark.projection.postgres.PostgresProjections;
import io.tidemark.replay.RebuildOptions;
import io.tidemark.replay.Replays;
import io.tidemark.row.Decimal;
import io.tidemark.sql.QueryOptions;
import io.tidemark.sql.SqlStatement;
import io.tidemark.sql.query.SqlChange;
import io.tidemark.sql.query.SqlQueries;
import io.tidemark.sql.query.SqlRows;
import io.tidemark.sql.table.SqlException;
import io.tidemark.subscription.SubscriptionRunner;
import io.tidemark.testdatabase.TestDatabase;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/reference/sql.md}: what it shows is accepted, what it says is refused is refused in
 * these words, and functions have the types that it gives them.
 */
class StreamingSqlTest {
  private static final Path PAGE = Checkout.root().resolve("docs/reference/sql.md");
  private static final Pattern REFUSED =
      Pattern.compile("(?m)^\\| `` (.+?) `` \\| `` (.+?) `` \\|$");
  private static final Pattern FUNCTION =
      Pattern.compile("(?m)^\\| `([^`]+)` \\| ([A-Z]+(?:\\(\\d+, \\d+\\))?) \\|");

  // region events
  sealed interface AccountEvent {
    record Deposited(
        String account,
        long amount,
        @Decimal(precision = 10, scale = 2) BigDecimal fee,
        Optional<String> note)
        implements AccountEvent {}

    record Withdrawn(String account, long amount) implements AccountEvent {}

    record OwnerNamed(String account, String owner) implements AccountEvent {}
  }

  // end

  static final EventCodec<AccountEvent> CODEC = JacksonEventCodec.ofSealed(AccountEvent.class);

  record Owner(String account, String owner) {
    static final Projection<String, Owner> PROJECTION =
        Projection.named("owners", Owner.class, Owner::account)
            .from("account", CODEC)
            .ofTypes("OwnerNamed")
            .keyedByStream()
            .fold(
                (before, event, recorded) -> {
                  OwnerNamed named = (OwnerNamed) event;
                  return new Owner(named.account(), named.owner());
                })
            .withHistory();
  }

  private TestDatabase database;
  private PostgresEventStore store;
  private PostgresProjections projections;
  private SqlQueries sql;

  @BeforeEach
  void open() {
    database = TestDatabase.create();
    store = PostgresEventStore.builder(database.dataSource()).build();
    projections = PostgresProjections.of(store);
    // region tables
    sql =
        SqlQueries.of(projections)
            .types("account", CODEC, AccountEvent.class)
            .readModel(Owner.PROJECTION)
            .build();
    // end
    append("2026-03-01T10:00:05Z", new Deposited("a", 10, BigDecimal.ONE, Optional.empty()));
    append("2026-03-01T10:00:40Z", new Deposited("a", 20, BigDecimal.ONE, Optional.of("bonus")));
    append("2026-03-01T10:02:00Z", new Deposited("b", 30, BigDecimal.ONE, Optional.empty()));
    append("2026-03-01T10:00:50Z", new Deposited("a", 5, BigDecimal.ONE, Optional.empty()));
  }

  @AfterEach
  void close() {
    store.close();
    database.close();
  }

  private void append(String at, AccountEvent event) {
    store.append(
        StreamId.of("account", "a"),
        ExpectedVersion.any(),
        List.of(CODEC.encode(event, Metadata.empty(), Instant.parse(at))));
  }

  static String statement(String region) {
    return String.join(
        "\n",
        Regions.below(List.of(Checkout.root().resolve("docs/src/test/resources")))
            .all()
            .get("statements.sql#" + region));
  }

  private void catchUp(String query) {
    try (SubscriptionRunner runner =
        SubscriptionRunner.builder(store).add(sql.subscriber(query)).build()) {
      runner.catchUp();
    }
  }

  private static Tuple minute(String at, long movements, long total) {
    return Tuple.of("a", Instant.parse(at), movements, total);
  }

  @Test
  void a_query_that_has_a_name() {
    String createView = statement("view");
    // region named
    sql.create(createView);
    try (SubscriptionRunner runner =
        SubscriptionRunner.builder(store).add(sql.subscriber("minute_totals")).build()) {
      runner.catchUp();
    }
    SqlRows now = sql.rows("minute_totals");
    SqlRows beforeTheLateOne = sql.rows("minute_totals", AsOf.position(3));
    // end
    assertThat(now.rows()).containsExactly(minute("2026-03-01T10:00:00Z", 3, 35));
    assertThat(beforeTheLateOne.rows()).containsExactly(minute("2026-03-01T10:00:00Z", 2, 30));

    String other = createView.replace("'1' MINUTE", "'10' SECOND");
    // region change
    sql.change(other);
    Replays.of(projections)
        .rebuild(sql.projection("minute_totals"), RebuildOptions.defaults(), progress -> {});
    // end
    assertThat(sql.rows("minute_totals").rows())
        .containsExactly(
            minute("2026-03-01T10:00:00Z", 1, 10),
            minute("2026-03-01T10:00:40Z", 1, 20),
            minute("2026-03-01T10:00:50Z", 1, 5));
    assertThat(Replays.of(projections).verify(sql.projection("minute_totals")).isClean()).isTrue();
    sql.drop("minute_totals");
    assertThat(sql.list()).isEmpty();
  }

  @Test
  void rows_that_nothing_tells_apart_have_a_number_of_copies() throws SQLException {
    sql.create(
        "CREATE VIEW accounts AS SELECT account FROM deposited UNION ALL SELECT account FROM withdrawn");
    catchUp("accounts");

    assertThat(sql.rows("accounts").rows())
        .containsExactly(Tuple.of("a"), Tuple.of("a"), Tuple.of("a"), Tuple.of("b"));
    try (Connection connection = database.dataSource().getConnection();
        Statement select = connection.createStatement();
        ResultSet found =
            select.executeQuery("select account, copies from tidemark.accounts order by account")) {
      assertThat(found.next()).isTrue();
      assertThat(found.getString("account")).isEqualTo("a");
      assertThat(found.getLong("copies")).isEqualTo(3);
    }
  }

  @Test
  void a_read_model_that_is_named_has_to_keep_history() {
    Projection<String, Owner> withoutHistory =
        Projection.named("owners", Owner.class, Owner::account)
            .from("account", CODEC)
            .keyedByStream()
            .fold((before, event, recorded) -> new Owner(recorded.stream().key(), "somebody"));
    SqlQueries other =
        SqlQueries.of(projections)
            .types("account", CODEC, AccountEvent.class)
            .readModel(withoutHistory)
            .build();

    assertThatThrownBy(() -> other.select(statement("as-now"), AsOf.latest()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("owners, one without history");
  }

  @Test
  void a_sum_of_nothing_is_null() {
    assertThat(
            sql.select("SELECT SUM(amount) AS s, COUNT(*) AS n FROM withdrawn", AsOf.latest())
                .rows())
        .containsExactly(Tuple.of(null, 0L));
  }

  @Test
  void a_statement_that_has_none() {
    // region once
    SqlRows three = sql.select("SELECT COUNT(*) AS n FROM deposited", AsOf.position(3));

    List<SqlChange> changes = new ArrayList<>();
    sql.follow(
        "SELECT account, SUM(amount) AS total FROM deposited GROUP BY account",
        QueryOptions.NONE,
        changes::add,
        () -> changes.size() == 4);
    // end
    assertThat(three.rows()).containsExactly(Tuple.of(3L));
    assertThat(changes.get(3))
        .isEqualTo(new SqlChange(4, List.of(Tuple.of("a", 30L)), List.of(Tuple.of("a", 35L))));
  }

  @Test
  void every_statement_of_the_page_is_accepted_and_answered() {
    List<Page.Block> blocks =
        Page.read(PAGE).blocks().stream().filter(block -> block.language().equals("sql")).toList();
    assertThat(blocks).hasSizeGreaterThan(15);
    for (Page.Block block : blocks) {
      String statement = String.join("\n", block.lines());
      SqlStatement parsed = SqlStatement.parse(statement, sql.tables());
      assertThat(parsed.query().columns()).as(statement).isNotEmpty();
      if (parsed.name().isEmpty()) {
        assertThat(sql.select(statement, AsOf.latest()).rows()).as(statement).isNotNull();
      }
    }
  }

  @Test
  void every_refusal_of_the_page_is_one_in_these_words() throws IOException {
    List<MatchResult> rows = REFUSED.matcher(Files.readString(PAGE)).results().toList();
    assertThat(rows).hasSizeGreaterThan(25);
    List<String> actual =
        rows.stream().map(row -> row.group(1) + " → " + refusal(row.group(1))).toList();
    assertThat(actual)
        .containsExactlyElementsOf(
            rows.stream().map(row -> row.group(1) + " → " + row.group(2)).toList());
  }

  private String refusal(String statement) {
    SqlException refusal =
        catchThrowableOfType(
            SqlException.class,
            () -> SqlStatement.parse(statement.replace("\\|", "|"), sql.tables()));
    return refusal == null ? "accepted" : refusal.reason().replace("|", "\\|");
  }

  @Test
  void every_function_of_the_page_has_this_type() throws IOException {
    List<MatchResult> rows = FUNCTION.matcher(Files.readString(PAGE)).results().toList();
    assertThat(rows).hasSizeGreaterThan(25);
    assertThat(rows)
        .allSatisfy(
            row ->
                assertThat(typeOf(row.group(1).replace("\\|", "|")))
                    .as(row.group(1))
                    .isEqualTo(row.group(2)));
  }

  private String typeOf(String value) {
    return SqlStatement.parse("SELECT %s AS v FROM deposited".formatted(value), sql.tables())
        .query()
        .columns()
        .get(0)
        .type()
        .toString();
  }
}
