package io.tidemark.window;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.codec.EventCodec;
import io.tidemark.codec.JacksonEventCodec;
import io.tidemark.reaction.Reaction;
import io.tidemark.window.Payments.Noted;
import io.tidemark.window.accumulator.Accumulators;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What is done because of rows, found out without a database. */
class ReactionFixtureTest {
  private static final EventCodec<Alert> ALERTS = JacksonEventCodec.ofSealed(Alert.class);

  sealed interface Alert {}

  record BusyAccount(String account, Instant at) implements Alert {}

  record BusyRow(String account, long position, Instant at, long withdrawals) {}

  private static Reaction<EventKey<String>, BusyRow> busy() {
    return Reaction.to(
        Windows.named("busy", BusyRow.class, BusyRow::account)
            .from("account", Payments.CODEC)
            .keyedByStream()
            .over(Window.slidingTime(Duration.ofDays(3)))
            .accumulate(BusyRow::withdrawals, Accumulators.count())
            .projection());
  }

  @Test
  void more_than_five_within_three_days_append_an_alert_and_late_ones_none() {
    Reaction<EventKey<String>, BusyRow> alert =
        busy()
            .whenAppears(row -> row.withdrawals() == 6)
            .append(
                "alert", BusyRow::account, row -> new BusyAccount(row.account(), row.at()), ALERTS);
    WindowFixture<Payments.Event, ?, BusyRow> fixture =
        WindowFixture.of(alert, "account", Payments.CODEC);

    for (int minute = 0; minute < 5; minute++) {
      fixture.given("42", at("10:0" + minute), new Noted("withdrawn"));
    }
    fixture
        .thenAppendedNothing()
        .given("42", at("10:05"), new Noted("withdrawn"))
        .thenAppended(new BusyAccount("42", at("10:05")))
        .given("42", at("10:05").minus(Duration.ofDays(2)), new Noted("late"))
        .thenRows(7)
        .thenAppendedNothing();
  }

  @Test
  void a_row_that_comes_to_meet_a_condition_is_told_and_so_is_its_correction() {
    WindowFixture<Payments.Event, ?, BusyRow> fixture =
        WindowFixture.of(
            busy()
                .when(row -> row.withdrawals() == 2)
                .call((occasion, transaction) -> {})
                .whenCorrected(row -> row.withdrawals() == 2)
                .append(
                    "alert",
                    occasion -> occasion.key().key(),
                    occasion -> new BusyAccount(occasion.key().key(), occasion.row().at()),
                    ALERTS),
            "account",
            Payments.CODEC);

    fixture
        .given("42", at("10:00"), new Noted("one"))
        .thenCalled()
        .given("42", at("09:00"), new Noted("late"))
        .thenCalled(new BusyRow("42", 1, at("10:00"), 2))
        .thenAppendedNothing()
        .given("42", at("08:00"), new Noted("later"))
        .thenCalled(new BusyRow("42", 2, at("09:00"), 2))
        .thenAppended(new BusyAccount("42", at("10:00")));
  }

  @Test
  void a_window_that_closes_appears() {
    Reaction<WindowKey<String>, NaiveWindows.Stretch> closed =
        Reaction.to(
                NaiveWindows.Stretch.in(
                    "minutes", Window.tumbling(Duration.ofMinutes(1)).whenClosed(Duration.ZERO)))
            .whenAppears(row -> row.events() > 1)
            .append(
                "alert",
                NaiveWindows.Stretch::account,
                row -> new BusyAccount(row.account(), row.to()),
                ALERTS);

    WindowFixture.of(closed, "account", Payments.CODEC)
        .given("42", at("10:00"), new Noted("one"), new Noted("two"))
        .thenAppendedNothing()
        .given("7", at("10:01"), new Noted("closes it"))
        .thenAppended(new BusyAccount("42", at("10:01")));
  }

  @Test
  void tells_what_was_appended_if_something_else_was_expected() {
    WindowFixture<Payments.Event, ?, BusyRow> fixture =
        WindowFixture.of(
            busy()
                .when(row -> true)
                .append(
                    "alert",
                    BusyRow::account,
                    row -> new BusyAccount(row.account(), row.at()),
                    ALERTS),
            "account",
            Payments.CODEC);

    assertThatThrownBy(
            () -> fixture.given("42", at("10:00"), new Noted("one")).thenAppendedNothing())
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("Wrong events that were appended because of rows of busy")
        .hasMessageContaining("appended to alert-42: BusyAccount");
  }

  private static Instant at(String time) {
    return Instant.parse("2026-03-01T" + time + ":00Z");
  }
}
