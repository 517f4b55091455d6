package io.tidemark.bank.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.AsOf;
import io.tidemark.bank.Bank;
import io.tidemark.bank.Location;
import io.tidemark.bank.account.Money;
import io.tidemark.bank.berka.Extract;
import io.tidemark.jdbc.Jdbc;
import io.tidemark.terminal.ExitCode;
import io.tidemark.testdatabase.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportAndReplayTest {
  @TempDir private Path directory;
  private TestDatabase database;

  @BeforeEach
  void createDatabase() {
    database = TestDatabase.create();
  }

  @AfterEach
  void dropDatabase() {
    database.close();
  }

  @Test
  void a_real_file_gives_the_known_balances_by_every_way_and_at_every_time() {
    String file = Extract.in(directory).toString();

    assertThat(run("import", file, "--json").out())
        .isEqualTo("{\"stored\":362,\"alreadyThere\":0,\"rejected\":0}\n");

    requireKnownBalances();
    assertThat(run("import", file, "--json").out())
        .isEqualTo("{\"stored\":0,\"alreadyThere\":362,\"rejected\":0}\n");
    for (String projection : new String[] {"balances", "statements", "daily_totals"}) {
      assertThat(run("admin", "replay", projection).exitCode()).isEqualTo(ExitCode.DONE);
    }
    requireKnownBalances();
    assertThat(run("admin", "verify", "--json").all("passed")).containsOnly("true");
  }

  @Test
  void bad_rows_are_reported_and_the_others_stored() throws IOException {
    Path file = Extract.in(directory);
    Files.writeString(
        file,
        Files.readString(file)
            + "9999999;9;931332;\"PRIJEM\";\"VKLAD\";1.00;1.00;\"\";;\n"
            + "9999998;9;931231;\"PRIJEM\";\"VKL");

    BankRun run = run("import", file.toString());

    assertThat(run.exitCode()).isEqualTo(ExitCode.SOME_REJECTED);
    assertThat(run.out()).contains("362 rows stored, 0 already there, 2 rejected");
    assertThat(run.err())
        .contains("line 364: invalid date: expected a day as yymmdd, actual '931332'\n")
        .contains("line 365: invalid quotes");
    assertThat(balances()).isEqualTo(Extract.balances("final"));
  }

  @Test
  void a_file_that_is_no_such_file_fails() throws IOException {
    Path other = Files.writeString(directory.resolve("other"), "\"trans_id\";\"x\"\n1;2\n");

    run("import", directory.resolve("none").toString())
        .endedWith(ExitCode.FAILED, "No readable file");
    run("import", directory.toString()).endedWith(ExitCode.FAILED, "No readable file");
    assertThat(run("import", other.toString()).err()).contains("Invalid header in line 1");
    Path empty = Files.createFile(directory.resolve("empty"));
    assertThat(run("import", empty.toString()).err()).contains("Empty file: expected ");
    assertThat(run("accounts", "--json").done().all("id")).isEmpty();
  }

  @Test
  void verify_finds_a_row_that_is_not_what_the_log_says() {
    run("import", Extract.in(directory).toString());
    new Jdbc(database.dataSource())
        .update("update tidemark.balances set balance = balance + 0.01 where id = '576'");

    BankRun run = run("admin", "verify");

    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(run.out())
        .contains(
            "\u2717 balances equals a fresh replay: 1 row differs; the first is 576: balance ")
        .contains("\u2713 log is contiguous: 362 events");
    run("admin", "replay", "balances");
    assertThat(run("admin", "verify").exitCode()).isEqualTo(ExitCode.DONE);
  }

  @Test
  void the_rate_of_a_small_file_counts_all_its_rows() throws IOException {
    String err = run("import", Extract.in(directory).toString()).err();

    assertThat(err)
        .contains("Importing: 100%, 362 of 362 rows, ")
        .contains("362 of 362 positions, ");
    List<Double> counted =
        Pattern.compile("([\\d,]+)/s, in ([\\d.]+) (m?s)")
            .matcher(err)
            .results()
            .map(ImportAndReplayTest::perSecondTimesSeconds)
            .toList();
    assertThat(counted)
        .hasSize(2)
        .allSatisfy(
            rows -> assertThat(rows).isCloseTo(362, Percentage.withPercentage(40))); // rounded
  }

  private static double perSecondTimesSeconds(MatchResult figures) {
    double seconds =
        Double.parseDouble(figures.group(2)) / (figures.group(3).equals("ms") ? 1_000 : 1);
    return Double.parseDouble(figures.group(1).replace(",", "")) * seconds;
  }

  private void requireKnownBalances() {
    assertThat(balances()).isEqualTo(Extract.balances("final"));
    for (String day : new String[] {"1993-06-30", "1993-12-31", "1994-01-15"}) {
      assertThat(balances("--occurred-at", day + "T23:59:59Z")).isEqualTo(Extract.balances(day));
    }
    assertThat(balances("--at-position", "362")).isEqualTo(Extract.balances("final"));
    Extract.versions()
        .forEach(
            (id, version) -> assertThat(replayed(id, AsOf.latest()).version()).isEqualTo(version));
    Extract.balances("1993-12-31")
        .forEach(
            (id, balance) -> assertThat(replayed(id, endOf1993()).balance()).isEqualTo(balance));
  }

  private static AsOf endOf1993() {
    return AsOf.occurredAt(java.time.Instant.parse("1993-12-31T23:59:59Z"));
  }

  /** The account by its own events, without any read model. */
  private Replayed replayed(String id, AsOf asOf) {
    Location.Server server =
        new Location.Server(database.jdbcUrl(), database.user(), database.password());
    try (Bank bank = Bank.open(server, message -> {})) {
      var account = bank.accounts().load(id, asOf);
      return new Replayed(Money.text(account.balance()), account.version());
    }
  }

  private Map<String, String> balances(String... pointInTime) {
    String[] arguments = new String[pointInTime.length + 2];
    arguments[0] = "accounts";
    arguments[1] = "--json";
    System.arraycopy(pointInTime, 0, arguments, 2, pointInTime.length);
    Map<String, String> balances = new TreeMap<>();
    run(arguments)
        .done()
        .json()
        .forEach(row -> balances.put(row.get("id").asString(), row.get("balance").asString()));
    return balances;
  }

  private BankRun run(String... arguments) {
    return BankRun.on(database, arguments);
  }

  private record Replayed(String balance, long version) {}
}
