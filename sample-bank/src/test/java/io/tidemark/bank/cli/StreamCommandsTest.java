package io.tidemark.bank.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.bank.Bank;
import io.tidemark.bank.Location;
import io.tidemark.bank.account.Account;
import io.tidemark.bank.account.Money;
import io.tidemark.bank.berka.Extract;
import io.tidemark.bank.stream.BankStream;
import io.tidemark.bank.stream.Movement;
import io.tidemark.store.LogQuery;
import io.tidemark.terminal.ExitCode;
import io.tidemark.testdatabase.Processes;
import io.tidemark.testdatabase.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The streams of the bank over real rows of nine accounts. */
class StreamCommandsTest {
  private static final String ALL = "100000";

  private static TestDatabase database;
  private static List<Paid> movements;

  /** A movement as the log has it. */
  private record Paid(long position, String account, Instant happened, BigDecimal amount) {}

  @BeforeAll
  static void importRows(@TempDir Path directory) {
    database = TestDatabase.create();
    assertThat(run("import", Extract.in(directory).toString()).exitCode()).isZero();
    try (Bank bank =
        Bank.open(
            new Location.Server(database.jdbcUrl(), database.user(), database.password()),
            progress -> {})) {
      movements = movements(bank);
    }
  }

  @AfterAll
  static void drop() {
    database.close();
  }

  private static List<Paid> movements(Bank bank) {
    List<Paid> all = new ArrayList<>();
    bank.store()
        .readAll(LogQuery.all().categories(Set.of(Account.CATEGORY)))
        .forEach(
            event ->
                Movement.CODEC
                    .decode(event)
                    .forEach(
                        movement ->
                            all.add(
                                new Paid(
                                    event.position(),
                                    movement.account(),
                                    event.occurredAt(),
                                    movement.amount()))));
    return all;
  }

  static Stream<String> names() {
    return BankStream.ALL.stream().map(BankStream::name);
  }

  @ParameterizedTest
  @MethodSource("names")
  void the_code_and_the_statement_have_the_same_rows(String name) {
    List<String> byCode = rows(ran(name, "--limit", ALL, "--json"));
    List<String> bySql = rows(ran(name, "--limit", ALL, "--as", "sql", "--json"));

    assertThat(byCode).isNotEmpty().containsExactlyInAnyOrderElementsOf(bySql);
  }

  private static List<String> rows(BankRun run) {
    List<String> rows = new ArrayList<>();
    run.json().forEach(row -> rows.add(row.toString()));
    return rows;
  }

  @ParameterizedTest
  @MethodSource("totals")
  void totals_add_up_to_the_balances(String name) {
    Map<String, BigDecimal> sums = new TreeMap<>();
    ran(name, "--limit", ALL, "--json")
        .json()
        .forEach(
            row ->
                sums.merge(
                    row.get("account").asString(),
                    new BigDecimal(row.get("total").asString()),
                    BigDecimal::add));
    Map<String, String> balances = new TreeMap<>();
    sums.forEach((account, sum) -> balances.put(account, Money.text(sum)));

    assertThat(balances).isEqualTo(Extract.balances("final"));
  }

  static Stream<String> totals() {
    return Stream.of("day_totals", "month_totals", "active_spells");
  }

  @Test
  void withdrawals_are_counted_back_to_exactly_three_days_before() {
    List<Paid> paid = movements.stream().filter(each -> each.amount().signum() < 0).toList();
    Map<Long, Long> expected = new TreeMap<>();
    for (Paid each : paid) {
      Instant first = each.happened().minus(Duration.ofDays(3));
      expected.put(
          each.position(),
          paid.stream()
              .filter(other -> other.account().equals(each.account()))
              .filter(other -> !other.happened().isBefore(first))
              .filter(other -> !other.happened().isAfter(each.happened()))
              .count());
    }

    Map<Long, Long> counted = new TreeMap<>();
    ran("recent_withdrawals", "--limit", ALL, "--json")
        .json()
        .forEach(row -> counted.put(row.get("position").asLong(), row.get("withdrawals").asLong()));
    assertThat(counted).isEqualTo(expected);
  }

  @Test
  void the_sixth_withdrawal_within_three_days_gives_an_alert_once() {
    try (TestDatabase bank = TestDatabase.create()) {
      assertThat(BankRun.on(bank, "open", "7", "Ann").exitCode()).isZero();
      assertThat(BankRun.on(bank, "deposit", "7", "100").exitCode()).isZero();
      for (int i = 0; i < 7; i++) {
        assertThat(BankRun.on(bank, "withdraw", "7", "1").exitCode()).isZero();
      }
      for (int i = 0; i < 2; i++) {
        BankRun alerts = BankRun.on(bank, "stream", "alerts", "--json");
        assertThat(alerts.all("account")).containsExactly("7");
        assertThat(alerts.json().get(0).get("position").asLong()).isEqualTo(10);
      }
      assertThat(BankRun.on(bank, "stream", "alerts").out().lines())
          .hasSize(2)
          .first()
          .satisfies(heading -> assertThat(heading).matches("POSITION +ACCOUNT +HAPPENED +WITH.*"));
      assertThat(BankRun.on(bank, "admin", "replay", "recent_withdrawals").exitCode()).isZero();
      assertThat(BankRun.on(bank, "stream", "alerts", "--from", "11", "--json").json()).isEmpty();
    }
  }

  @Test
  void an_average_is_that_of_the_last_ten_payments() {
    JsonNode newest = ran("average_payments", "--limit", "1", "--json").json().get(0);
    List<Paid> last =
        movements.stream()
            .filter(each -> each.account().equals(newest.get("account").asString()))
            .filter(each -> each.position() <= newest.get("position").asLong())
            .filter(each -> each.amount().signum() < 0)
            .sorted(Comparator.comparing(Paid::position).reversed())
            .limit(10)
            .toList();
    BigDecimal sum = last.stream().map(Paid::amount).reduce(BigDecimal.ZERO, BigDecimal::add);

    assertThat(last).hasSize(10);
    assertThat(newest.get("average").asString())
        .isEqualTo(
            Money.text(sum.negate().divide(BigDecimal.TEN, Money.DECIMALS, RoundingMode.HALF_UP)));
  }

  @Test
  void deposits_are_drained_once_four_fifths_are_gone_within_a_week() {
    List<String> expected = new ArrayList<>();
    movements.stream()
        .collect(Collectors.groupingBy(Paid::account))
        .values()
        .forEach(all -> drained(all, expected));
    List<String> found = new ArrayList<>();
    ran("drained_deposits", "--limit", ALL, "--json")
        .json()
        .forEach(row -> found.add(row.get("position") + " " + row.get("paid").asString()));
    assertThat(found).hasSizeGreaterThan(3).containsExactlyInAnyOrderElementsOf(expected);
  }

  /** Of one account, from the first movement on; the next one is looked for behind the last. */
  private static void drained(List<Paid> account, List<String> found) {
    List<Paid> all =
        account.stream()
            .sorted(Comparator.comparing(Paid::happened).thenComparing(Paid::position))
            .toList();
    for (int i = 0; i < all.size(); i++) {
      Paid first = all.get(i);
      Instant end = first.happened().plus(Duration.ofDays(7));
      BigDecimal gone = BigDecimal.ZERO;
      boolean isLarge = first.amount().compareTo(BigDecimal.valueOf(10_000)) >= 0;
      for (int j = i + 1; isLarge && j < all.size() && all.get(j).happened().isBefore(end); j++) {
        gone = gone.subtract(all.get(j).amount());
        if (all.get(j).amount().signum() < 0
            && gone.compareTo(first.amount().multiply(new BigDecimal("0.8"))) >= 0) {
          found.add(first.position() + " " + Money.text(gone));
          i = j;
          isLarge = false;
        }
      }
    }
  }

  @Test
  void the_newest_rows_come_first_in_a_table() {
    BankRun run = ran("month_totals", "--limit", "3");

    List<String> lines = run.out().lines().toList();
    assertThat(lines).hasSize(4);
    assertThat(lines.get(0)).matches("ACCOUNT +YEAR +MONTH +MOVEMENTS +TOTAL");
    Instant latest =
        movements.stream().map(Paid::happened).max(Comparator.naturalOrder()).orElseThrow();
    assertThat(lines.get(1)).contains(latest.toString().substring(0, 4));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "account"})
  void totals_are_drawn_also_where_nothing_moved(String one) {
    String account = movements.get(0).account();
    String[] of = one.isEmpty() ? new String[0] : new String[] {"--account", account};
    List<Paid> mine =
        movements.stream().filter(each -> one.isEmpty() || each.account().equals(account)).toList();
    Instant latest = mine.stream().map(Paid::happened).max(Comparator.naturalOrder()).orElseThrow();

    List<String> expected = new ArrayList<>();
    LocalDate day = LocalDate.ofInstant(latest, ZoneOffset.UTC);
    for (LocalDate each = day.minusDays(39); !each.isAfter(day); each = each.plusDays(1)) {
      expected.add(each + " " + sum(mine, each.toString()));
    }
    assertThat(drawn("day_totals", "40", of))
        .containsExactlyElementsOf(expected)
        .anyMatch(line -> line.endsWith(" 0.00"));
    expected.clear();
    YearMonth month = YearMonth.from(day);
    for (YearMonth each = month.minusMonths(13); !each.isAfter(month); each = each.plusMonths(1)) {
      expected.add(each + " " + sum(mine, each.toString()));
    }
    assertThat(drawn("month_totals", "14", of)).containsExactlyElementsOf(expected);
  }

  @ParameterizedTest
  @CsvSource({"day_totals, 10", "month_totals, 7"})
  void a_chart_begins_with_the_first_movement(String name, int length) {
    String account = movements.get(0).account();
    String first =
        movements.stream()
            .filter(each -> each.account().equals(account))
            .map(each -> each.happened().toString().substring(0, length))
            .min(Comparator.naturalOrder())
            .orElseThrow();

    assertThat(drawn(name, "10000", "--account", account).get(0)).startsWith(first + " ");
  }

  private static String sum(List<Paid> some, String time) {
    return Money.text(
        some.stream()
            .filter(each -> each.happened().toString().startsWith(time))
            .map(Paid::amount)
            .reduce(BigDecimal.ZERO, BigDecimal::add)
            .setScale(Money.DECIMALS));
  }

  /** Names and figures, without the bars, which are there. */
  private static List<String> drawn(String name, String limit, String... more) {
    List<String> lines =
        run(Stream.concat(Stream.of("stream", "chart", name, "--limit", limit), Stream.of(more))
                .toArray(String[]::new))
            .out()
            .lines()
            .toList();
    assertThat(lines).anyMatch(line -> line.contains("█")).allMatch(line -> line.length() <= 80);
    return lines.stream().map(line -> line.replaceAll("[ \u2580-\u259F]+", " ")).toList();
  }

  @Test
  void what_has_no_totals_is_not_drawn() {
    run("stream", "chart", "active_spells")
        .endedWith(
            ExitCode.WRONG_USAGE,
            "No chart of active_spells: expected one of day_totals, month_totals");
    run("stream", "chart", "day_totals", "--limit", "10001")
        .endedWith(ExitCode.WRONG_USAGE, "--limit: expected at most 10,000, actual 10,001");
    assertThat(run("stream", "chart", "day_totals", "--account", "nobody").done().out()).isEmpty();
  }

  @Test
  void streams_are_listed_with_their_statements_without_a_bank() {
    BankRun listed = BankRun.with(Map.of(), "stream", "list").done();

    assertThat(listed.out())
        .startsWith("day_totals\n  what moved on each account, day by day\n    SELECT account")
        .contains("more than five are unusual");
    assertThat(BankRun.with(Map.of(), "stream", "list", "--json").done().all("name"))
        .containsExactlyElementsOf(names().toList());
  }

  @Test
  void what_events_change_is_followed() {
    Paid first = movements.get(0);

    assertThat(run("stream", "follow", "day_totals", "--from", "1", "--limit", "1").done().out())
        .startsWith("%d + account %s, begins ".formatted(first.position(), first.account()))
        .contains(", movements 1, total ");
    assertThat(
            run("stream", "follow", "month_totals", "--from", "1", "--limit", "2", "--json")
                .done()
                .out()
                .lines())
        .hasSize(2)
        .allMatch(line -> line.startsWith("{\"position\":"));
  }

  @Test
  void following_ends_well_when_the_process_is_told_to_stop() throws Exception {
    Path answer = Files.createTempFile("followed", ".json");
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                Main.class.getName(),
                "stream",
                "follow",
                "day_totals",
                "--from",
                "1",
                "--json")
            .redirectOutput(answer.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("TIDEMARK_JDBC_URL", database.jdbcUrl());
    builder.environment().put("TIDEMARK_USER", database.user());
    builder.environment().put("TIDEMARK_PASSWORD", database.password());
    Process process = builder.start();
    try {
      Processes.await(
          "the changes of all movements",
          () -> lines(answer) >= movements.size() || !process.isAlive());
      assertThat(process.isAlive()).isTrue();

      process.destroy();

      assertThat(process.waitFor()).isEqualTo(143);
      assertThat(Files.readString(answer)).endsWith("}\n");
    } finally {
      process.destroyForcibly();
      Files.delete(answer);
    }
  }

  private static int lines(Path file) {
    try {
      return Files.readAllLines(file).size();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void streams_and_queries_are_projections_once_they_have_been_run() {
    ran("active_spells");
    ran("active_spells", "--as", "sql");

    assertThat(run("admin", "projections", "--json").done().all("name"))
        .contains("balances", "active_spells", "active_spells_sql");
    assertThat(run("admin", "queries", "--json").done().all("name")).contains("active_spells_sql");
    assertThat(run("admin", "sql", "SELECT COUNT(*) AS n FROM movements", "--json").done().out())
        .isEqualTo("[{\"n\":%d}]\n".formatted(movements.size()));
    assertThat(run("admin", "sql", "SELECT n FROM movements").exitCode())
        .isEqualTo(ExitCode.WRONG_USAGE);
    run("admin", "compare", "nosuch")
        .endedWith(ExitCode.WRONG_USAGE, "No projection nosuch: expected one of balances, ");
    run("admin", "replay", "activespells")
        .endedWith(
            ExitCode.WRONG_USAGE, "No projection activespells, did you mean 'active_spells'");
    assertThat(run("admin", "verify").exitCode()).isEqualTo(ExitCode.DONE);
  }

  /** Runs a stream, which tells how far it is if it is not up to date. */
  private static BankRun ran(String name, String... arguments) {
    BankRun run =
        run(
            Stream.concat(Stream.of("stream", "run", name), Stream.of(arguments))
                .toArray(String[]::new));
    assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.DONE);
    return run;
  }

  private static BankRun run(String... arguments) {
    return BankRun.on(database, arguments);
  }
}
