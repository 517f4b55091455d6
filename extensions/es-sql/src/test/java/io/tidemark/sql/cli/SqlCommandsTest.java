package io.tidemark.sql.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.sql.cli.Till.Run;
import io.tidemark.sql.cli.Till.TillEvent;
import io.tidemark.terminal.ExitCode;
import io.tidemark.terminal.TextWidth;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code docs/how-to/ask-with-sql.md}: a program answers statements and keeps queries. */
class SqlCommandsTest {
  private static final String SPENT =
      "SELECT customer, COUNT(*) AS payments, SUM(amount) AS spent FROM paid GROUP BY customer";

  private Till till;

  @BeforeEach
  void sell() {
    till = new Till();
    till.pay("ada", "12.50");
    till.pay("bob", "3");
    till.pay("ada", "7.25");
    till.append(new TillEvent.Refunded("ada", BigDecimal.ONE));
  }

  @AfterEach
  void close() {
    till.close();
  }

  @Test
  void a_statement_is_answered_in_a_table_or_as_json_now_or_at_a_position() {
    assertThat(done("sql", SPENT))
        .isEqualTo(
            """
            customer  payments  spent
            ada              2  19.75
            bob              1      3
            """);
    assertThat(done("sql", SPENT, "--json", "--at-position", "2"))
        .isEqualTo(
            """
            [{"customer":"ada","payments":1,"spent":12.5},
             {"customer":"bob","payments":1,"spent":3}]
            """);
    assertThat(done("sql", SPENT, "--limit", "1").lines()).hasSize(2);
    assertThat(done("sql", "SELECT CAST(NULL AS BIGINT) AS n FROM refunded", "--json"))
        .isEqualTo("[{\"n\":null}]\n");
    assertThat(done("sql", "SELECT name, payments FROM customers").lines()).hasSize(3);
    assertThat(run("sql", SPENT, "--at-position", "9"))
        .isEqualTo(failed("Position of the log: expected at most 4, actual 9"));
  }

  @Test
  void two_columns_can_be_drawn() {
    String spent = "SELECT customer, SUM(amount) AS spent FROM paid GROUP BY customer";
    assertThat(done("sql", spent, "--chart"))
        .isEqualTo(
            "ada  %s  19.75\nbob  ██████████▍%s3\n".formatted("█".repeat(68), " ".repeat(63)));
    assertThat(run("sql", SPENT, "--chart").err())
        .contains(
            "--chart: expected two columns, a label and a number, actual customer VARCHAR, payments BIGINT, spent DECIMAL");
    assertThat(run("sql", spent, "--chart", "--follow").exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
    assertThat(run("sql", spent, "--chart", "--json").exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
  }

  @Test
  void an_answer_fits_the_terminal_and_is_told_to_be_longer_than_a_page() {
    for (int n = 0; n < 60; n++) {
      till.pay("a customer with a name that is longer than others have", "1");
    }

    Run paged = till.run(60, "admin", "sql", "SELECT customer, recorded_at, amount FROM paid");

    assertThat(paged.out().lines())
        .hasSize(53)
        .allSatisfy(line -> assertThat(TextWidth.of(line)).isLessThanOrEqualTo(60));
    assertThat(paged.out())
        .contains("a customer with a name…  ", "Cut to this terminal: --wide shows all")
        .endsWith("More: 63 rows in all, --limit N shows N\n");
    assertThat(paged.err()).contains("Reading the log ", " 100% ");
  }

  @Test
  void what_is_wrong_in_a_statement_is_underlined() {
    Run refused = run("sql", "SELECT customer,\n  amuont FROM paid");

    assertThat(refused.exitCode()).isEqualTo(ExitCode.WRONG_USAGE);
    assertThat(refused.out()).isEmpty();
    assertThat(refused.err().lines().toList().get(0))
        .startsWith("till: Invalid SQL at line 2, column 3: ")
        .contains("amuont", "amount");
    assertThat(refused.err()).endsWith("\n    amuont FROM paid\n    ^~~~~~\n");
    assertThat(run("query", "create", "CREATE VIEW x AS SELECT a FROM paid").exitCode())
        .isEqualTo(ExitCode.WRONG_USAGE);
  }

  @Test
  void of_a_long_line_the_place_is_shown() {
    Run refused =
        till.run(40, "admin", "sql", "SELECT customer, amount, customer, amount, amuont FROM paid");

    assertThat(refused.err().lines())
        .allSatisfy(line -> assertThat(TextWidth.of(line)).isLessThanOrEqualTo(40));
    List<String> lines = refused.err().lines().toList();
    String place = lines.get(lines.size() - 2);
    String mark = lines.get(lines.size() - 1);
    assertThat(place.substring(mark.indexOf('^'))).startsWith("amuont");
  }

  @Test
  void changes_are_followed_from_the_first_event_on() {
    assertThat(done("sql", SPENT, "--follow", "--limit", "4"))
        .isEqualTo(
            """
            1 + customer ada, payments 1, spent 12.5
            2 + customer bob, payments 1, spent 3
            3 - customer ada, payments 1, spent 12.5
            3 + customer ada, payments 2, spent 19.75
            """);
    assertThat(done("sql", SPENT, "--follow", "--limit", "1", "--json"))
        .isEqualTo(
            """
            {"position":1,"change":"+","row":{"customer":"ada","payments":1,"spent":12.5}}
            """);
    assertThat(run("sql", SPENT, "--follow", "--at-position", "1").exitCode())
        .isEqualTo(ExitCode.WRONG_USAGE);
  }

  @Test
  void changes_are_followed_from_a_position_and_add_up_from_what_is_there_before_the_first() {
    assertThat(done("sql", SPENT, "--follow", "--from", "3", "--limit", "1"))
        .isEqualTo("3 - customer ada, payments 1, spent 12.5\n");
    assertThat(done("sql", "SELECT COUNT(*) AS n FROM paid", "--follow", "--limit", "3"))
        .isEqualTo("0 + n 0\n1 - n 0\n1 + n 1\n");
    assertThat(run("sql", SPENT, "--from", "3"))
        .isEqualTo(refused("sql", "--from: expected --follow beside it, actual none"));
  }

  @Test
  void tables_are_listed_with_the_types_of_their_columns() {
    done("query", "create", "CREATE VIEW spent AS " + SPENT);

    assertThat(done("sql", "--tables"))
        .contains(
            """
            customers  read model by name
                name VARCHAR, payments BIGINT
            """,
            """
            paid  events of till
                customer VARCHAR, amount DECIMAL, position BIGINT, stream VARCHAR, occurred_at TIMESTAMP, recorded_at TIMESTAMP
            """,
            """
            spent  query: see query rows
                customer VARCHAR, payments BIGINT, spent DECIMAL
            """);
    assertThat(done("sql", "--tables", "SPENT", "--json"))
        .isEqualTo(
            """
            [{"name":"spent","kind":"query","columns":[{"name":"customer","type":"VARCHAR"},{"name":"payments","type":"BIGINT"},{"name":"spent","type":"DECIMAL"}]}]
            """);
    assertThat(run("sql", "--tables", "payd"))
        .isEqualTo(refused("sql", "No table payd, did you mean 'paid'?"));
    assertThat(run("sql")).isEqualTo(refused("sql", "Missing required parameter: 'STATEMENT'"));
    assertThat(till.run(80, "admin", "sql", "--tables").out().lines())
        .allSatisfy(line -> assertThat(TextWidth.of(line)).isLessThanOrEqualTo(80));
  }

  @Test
  void rows_of_a_query_are_shown_now_as_they_were_or_by_their_key() {
    done("query", "create", "CREATE VIEW spent AS " + SPENT);
    assertThat(till.run(80, "admin", "query", "rows", "spent").out())
        .isEqualTo(
            """
            customer  payments  spent
            Up to position 0 of 4
            Make its rows: till admin query rebuild spent
            """);
    run("query", "rebuild", "spent");

    assertThat(done("query", "rows", "spent"))
        .isEqualTo(
            """
            customer  payments  spent
            ada              2  19.75
            bob              1      3
            """);
    assertThat(done("query", "rows", "spent", "--at-position", "1", "--json"))
        .isEqualTo(
            """
            [{"customer":"ada","payments":1,"spent":12.5}]
            """);
    assertThat(done("query", "rows", "spent", "--key", "bob").lines())
        .hasSize(2)
        .last()
        .isEqualTo("bob              1      3");
    assertThat(done("query", "rows", "spent", "--limit", "1").lines()).hasSize(2);
    assertThat(run("query", "rows", "spent", "--key", "eve"))
        .isEqualTo(
            failed(
                "No row 'eve' in spent at position 4; the key is its 'customer', for example ada"));
    assertThat(run("query", "rows", "spend"))
        .isEqualTo(refused("query rows", "No query spend, did you mean 'spent'?"));
  }

  @Test
  void rows_are_explained_by_the_columns_that_tell_them_apart() {
    done(
        "query",
        "create",
        "CREATE VIEW n AS SELECT customer, amount, COUNT(*) AS n FROM paid GROUP BY customer, amount");
    done("query", "create", "CREATE VIEW total AS SELECT SUM(amount) AS total FROM paid");
    run("query", "rebuild", "n");
    run("query", "rebuild", "total");

    assertThat(done("explain", "n", "ada,12.50"))
        .contains("new row: customer ada, amount 12.5, n 1");
    assertThat(run("explain", "n", "ada,1").err())
        .contains("the key is its 'customer,amount', for example ");
    assertThat(run("explain", "n", "ada").err())
        .startsWith(
            "till: Invalid key of n: expected 2 values with commas between them, of [customer, amount], actual 1 in 'ada'");
    assertThat(done("explain", "total", "all")).contains("total 15.5 \u2192 22.75");
    till.pay("O'Hara, Scarlett", "1");
    till.pay("O'Hara, Scarlett", "1");
    run("query", "rebuild", "n");
    assertThat(done("explain", "n", "\"O'Hara, Scarlett\",1", "--limit", "1"))
        .endsWith("More: till admin explain n '\"O'\\''Hara, Scarlett\",1' --limit 10\n");
    assertThat(run("explain", "total", "ada").err())
        .startsWith("till: Invalid key of total: expected 'all', because there is only one row");
  }

  @Test
  void a_row_that_was_edited_is_told_by_the_columns_that_tell_it_apart() {
    done("query", "create", "CREATE VIEW spent AS " + SPENT);
    run("query", "rebuild", "spent");
    till.store().jdbc().update("update tidemark.spent set payments = 9 where customer = ?", "ada");

    assertThat(run("verify").out())
        .contains("1 row differs; the first is ada: payments 9 \u2192 2 by the replay");
  }

  @Test
  void rows_are_watched_until_nobody_reads_any_more() {
    done("query", "create", "CREATE VIEW spent AS " + SPENT);
    run("query", "rebuild", "spent");

    assertThat(till.firstLine("admin", "sql", SPENT, "--watch", "--json"))
        .isEqualTo(
            """
            {"position":3,"rows":[{"customer":"ada","payments":2,"spent":19.75},{"customer":"bob","payments":1,"spent":3}]}
            """);
    assertThat(
            till.firstLine("admin", "query", "rows", "spent", "--watch", "--json", "--limit", "1"))
        .isEqualTo(
            """
            {"position":4,"rows":[{"customer":"ada","payments":2,"spent":19.75}]}
            """);
    assertThat(run("sql", SPENT, "--watch", "--follow"))
        .isEqualTo(refused("sql", "--follow and --watch: expected one of them, actual both"));
  }

  @Test
  void a_query_is_created_run_paused_and_dropped_as_a_projection() {
    assertThat(done("query", "create", "CREATE VIEW spent AS " + SPENT))
        .isEqualTo("Created spent\nMake its rows: till admin query rebuild spent\n");
    run("query", "rebuild", "spent");

    assertThat(done("queries"))
        .startsWith("NAME   STATE")
        .contains("4    0  CREATE VIEW spent AS SELECT");
    assertThat(done("queries", "--json"))
        .contains("\"name\":\"spent\"", "\"position\":4,\"lag\":0", "\"statement\":\"CREATE VIEW");
    assertThat(done("projections", "--json"))
        .contains("\"name\":\"customers\"", "\"name\":\"spent\"");
    assertThat(done("query", "pause", "spent"))
        .isEqualTo("Paused spent\nGo on: till admin query resume spent\n");
    assertThat(done("queries", "--json")).contains("\"state\":\"PAUSED\"");
    assertThat(done("resume", "spent")).isEqualTo("Resumed spent\n");
    assertThat(done("query", "drop", "spent"))
        .isEqualTo("Dropped spent and its rows. It was:\nCREATE VIEW spent AS " + SPENT + "\n");
    assertThat(done("queries", "--json")).isEqualTo("[]\n");
    assertThat(run("query", "drop", "spent").err())
        .startsWith("till: No query spent: there is none");
    assertThat(run("pause", "spent").err())
        .startsWith("till: No projection spent: expected one of customers");
  }

  @Test
  void a_changed_query_is_built_beside_the_running_one_compared_and_switched() {
    done("query", "create", "CREATE VIEW spent AS " + SPENT);
    run("query", "rebuild", "spent");

    assertThat(
            done("query", "change", "CREATE VIEW spent AS " + SPENT + " HAVING SUM(amount) > 10"))
        .isEqualTo(
            """
            Changed spent
            Make the new rows beside the old: till admin query rebuild spent --no-switch
            """);
    assertThat(run("query", "rows", "spent", "--key", "bob"))
        .isEqualTo(
            new Run(
                ExitCode.DONE,
                "customer  payments  spent\nbob              1      3\n",
                "till: note: the rows of spent are still those of its former statement; till admin query rebuild spent makes the new ones\n"));
    run("query", "rebuild", "spent", "--no-switch");
    Run compared = run("query", "compare", "spent");
    assertThat(compared.exitCode()).as(compared.err()).isEqualTo(ExitCode.FAILED);
    assertThat(compared.out())
        .as(compared.err())
        .startsWith("0 added, 1 missing, 0 changed of 1 row at position 4\n")
        .contains("\n  bob missing: row removed: customer bob, payments 1, spent 3\n")
        .contains("till admin query switch spent");
    assertThat(run("query", "switch", "spent").exitCode()).isEqualTo(ExitCode.DONE);
    assertThat(done("query", "drop", "spent")).contains("HAVING");
  }

  @Test
  void rows_with_other_columns_are_told_to_be_those_of_the_former_statement() {
    done("query", "create", "CREATE VIEW spent AS " + SPENT);
    run("query", "rebuild", "spent");
    done(
        "query",
        "change",
        "CREATE VIEW spent AS SELECT customer, amount, COUNT(*) AS n FROM paid GROUP BY customer, amount");

    assertThat(run("query", "rows", "spent"))
        .isEqualTo(
            failed(
                "The rows of spent are those of its former statement, which had other columns; till admin query rebuild spent makes the new ones"));
    run("query", "rebuild", "spent", "--no-switch");
    assertThat(run("query", "compare", "spent").out())
        .contains("\n  ada, added: new row: customer ada", "\n  bob, missing: row removed: ");
  }

  @Test
  void a_name_is_needed_and_must_be_free() {
    assertThat(run("query", "create", SPENT).err())
        .startsWith("till: No name: expected CREATE VIEW name AS SELECT ..., actual SELECT");
    assertThat(run("query", "create", "CREATE VIEW customers AS " + SPENT).err())
        .startsWith("till: Name customers: expected one that is free, actual a projection");
    assertThat(run("sql", "CREATE VIEW spent AS " + SPENT).err())
        .startsWith("till: No question: expected SELECT ..., actual CREATE VIEW");
    assertThat(done("queries", "--json")).isEqualTo("[]\n");
  }

  @Test
  void a_query_that_this_program_cannot_run_is_listed_and_keeps_no_other_from_running() {
    done("query", "create", "CREATE VIEW spent AS " + SPENT);
    till.store()
        .jdbc()
        .update("insert into tidemark.queries (name, statement) values (?, ?)", "old", "SELECT x");

    assertThat(run("query", "rows", "old").err())
        .startsWith("till: Invalid SQL at line 1")
        .endsWith("  SELECT x\n  ^~~~~~~~\n");
    Run listed = run("queries", "--json");

    assertThat(listed.out()).contains("\"name\":\"old\",\"state\":\"INVALID\"", "\"error\":\"");
    assertThat(run("queries").err()).startsWith("till: note: query old: Invalid SQL at line 1");
    assertThat(done("projections", "--json")).contains("\"spent\"").doesNotContain("\"old\"");
  }

  private Run run(String... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = "admin";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return till.run(all);
  }

  private String done(String... arguments) {
    Run run = run(arguments);
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).as(run.out()).isEqualTo(ExitCode.DONE);
    return run.out();
  }

  private static Run refused(String command, String complaint) {
    return new Run(
        ExitCode.WRONG_USAGE,
        "",
        "till: %s (try 'till admin %s --help')\n".formatted(complaint, command));
  }

  private static Run failed(String complaint) {
    return new Run(ExitCode.FAILED, "", "till: " + complaint + "\n");
  }
}
