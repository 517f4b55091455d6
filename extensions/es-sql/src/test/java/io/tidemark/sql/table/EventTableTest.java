package io.tidemark.sql.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.EventData;
import io.tidemark.Metadata;
import io.tidemark.RecordedEvent;
import io.tidemark.StreamId;
import io.tidemark.codec.JacksonEventCodec;
import io.tidemark.dataflow.Tuple;
import io.tidemark.row.Decimal;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EventTableTest {
  private static final Instant OCCURRED = Instant.parse("2026-03-01T10:00:00.123456Z");
  private static final Instant RECORDED = Instant.parse("2026-03-01T10:00:01Z");

  sealed interface AccountEvent {
    enum Kind {
      CASH,
      CARD
    }

    record Opened(String ownerName, LocalDate since, List<String> tags) implements AccountEvent {}

    record MoneyMoved(
        long amount,
        int count,
        Kind kind,
        Optional<String> note,
        @Decimal(precision = 8, scale = 2) BigDecimal fee,
        BigDecimal rate)
        implements AccountEvent {}
  }

  private static final JacksonEventCodec<AccountEvent> CODEC =
      JacksonEventCodec.ofSealed(AccountEvent.class);

  @Test
  void a_record_is_a_table_named_in_snake_case_of_its_single_values() {
    List<EventTable> tables = EventTable.ofSealed("account", CODEC, AccountEvent.class);
    assertThat(tables.stream().map(EventTable::name)).containsExactly("opened", "money_moved");
    assertThat(tables.get(0).columns().stream().map(SqlColumn::toString))
        .containsExactly(
            "owner_name VARCHAR",
            "since DATE",
            "position BIGINT",
            "stream VARCHAR",
            "occurred_at TIMESTAMP",
            "recorded_at TIMESTAMP");
    assertThat(tables.get(1).columns().stream().limit(6).map(SqlColumn::toString))
        .containsExactly(
            "amount BIGINT",
            "count INTEGER",
            "kind VARCHAR",
            "note VARCHAR",
            "fee DECIMAL(8, 2)",
            "rate DECIMAL");
  }

  @Test
  void an_event_is_a_row_of_the_table_of_its_record_and_of_no_other() {
    EventTable moved = EventTable.of("account", CODEC, AccountEvent.MoneyMoved.class);
    EventTable opened = EventTable.of("account", CODEC, AccountEvent.Opened.class);
    RecordedEvent event =
        recorded(
            "account-1",
            CODEC.encode(
                new AccountEvent.MoneyMoved(
                    5,
                    2,
                    AccountEvent.Kind.CARD,
                    Optional.empty(),
                    new BigDecimal("1.5"),
                    new BigDecimal("100.500")),
                Metadata.empty(),
                OCCURRED));
    assertThat(moved.rows(event))
        .containsExactly(
            Tuple.of(
                5L,
                2L,
                "CARD",
                null,
                new BigDecimal("1.50"),
                new BigDecimal("100.5"),
                3L,
                "account-1",
                OCCURRED,
                RECORDED));
    assertThat(opened.rows(event)).isEmpty();
    assertThat(moved.rows(recorded("customer-1", EventData.of("MoneyMoved", "{}")))).isEmpty();
  }

  @Test
  void properties_of_json_are_columns_of_declared_types() {
    EventTable table =
        EventTable.ofJson(
            "account",
            "deposited",
            List.of(
                new SqlColumn("amount", SqlType.BIGINT),
                new SqlColumn("fee", SqlType.decimal(6, 2)),
                new SqlColumn("at", SqlType.TIMESTAMP),
                new SqlColumn("cash", SqlType.BOOLEAN),
                new SqlColumn("missing", SqlType.VARCHAR)));
    RecordedEvent event =
        recorded(
            "account-1",
            EventData.of(
                "deposited",
                "{\"other\": {\"amount\": 1}, \"fee\": \"0.5\", \"amount\": 7, \"at\": \"2026-01-01T00:00:00Z\", \"cash\": true}"));
    assertThat(table.rows(event).get(0).values().subList(0, 5))
        .containsExactly(
            7L, new BigDecimal("0.50"), Instant.parse("2026-01-01T00:00:00Z"), true, null);
    assertThat(table.source(4).keyColumns()).contains(List.of(5));
  }

  @Test
  void a_property_of_another_type_is_refused_with_its_name() {
    EventTable table =
        EventTable.ofJson("account", "deposited", List.of(new SqlColumn("amount", SqlType.BIGINT)));
    assertThatThrownBy(
            () ->
                table.rows(recorded("account-1", EventData.of("deposited", "{\"amount\": \"x\"}"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("amount")
        .hasMessageContaining("BIGINT");
  }

  @Test
  void all_events_are_in_the_table_of_events() {
    EventTable a = EventTable.ofJson("account", "deposited", List.of());
    EventTable b = EventTable.ofJson("customer", "named", List.of());
    SqlTables tables = SqlTables.of(List.of(a, b));
    EventTable events = (EventTable) tables.find("EVENTS").orElseThrow();
    assertThat(events.columns().stream().map(SqlColumn::name))
        .containsExactly("type", "category", "position", "stream", "occurred_at", "recorded_at");
    assertThat(events.rows(recorded("customer-9", EventData.of("named", "{}"))).get(0).get(1))
        .isEqualTo("customer");
    assertThat(events.rows(recorded("customer-9", EventData.of("else", "{}")))).isEmpty();
    assertThat(tables.names()).containsExactly("deposited", "events", "named");
  }

  @Test
  void a_column_that_every_table_has_cannot_be_declared_again() {
    assertThatThrownBy(
            () ->
                EventTable.ofJson(
                    "account", "deposited", List.of(new SqlColumn("Position", SqlType.BIGINT))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("deposited");
    assertThatThrownBy(
            () ->
                new SqlReadModel("owners", List.of(new SqlColumn("a", SqlType.DATE)), List.of("b")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[b]");
  }

  /** A row of a read model. */
  record OwnerRow(String accountId, Optional<String> ownerName, List<String> tags) {}

  @Test
  void a_read_model_is_a_table_of_the_single_values_of_its_rows() {
    SqlReadModel owners = SqlReadModel.of("owners", OwnerRow.class, "accountId");
    assertThat(owners.columns().stream().map(SqlColumn::toString))
        .containsExactly("account_id VARCHAR", "owner_name VARCHAR");
    assertThat(owners.source(0).keyColumns()).contains(List.of(0));
    assertThat(owners.source(0).isAppendOnly()).isFalse();
    assertThat(SqlReadModel.row(new OwnerRow("1", Optional.of("Ann"), List.of())))
        .isEqualTo(Tuple.of("1", "Ann"));
  }

  private static RecordedEvent recorded(String stream, EventData data) {
    return new RecordedEvent(
        3,
        StreamId.parse(stream),
        1,
        data.id(),
        data.type(),
        data.data(),
        data.metadata(),
        OCCURRED,
        RECORDED);
  }
}
