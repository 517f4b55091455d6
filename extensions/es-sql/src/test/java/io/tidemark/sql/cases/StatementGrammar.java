package io.tidemark.sql.cases;

import java.util.List;
import java.util.Random;

/**
 * Makes statements over deposited and withdrawn events and owners: of all clauses, with random
 * conditions and values. Whether a statement can be carried out is not looked at.
 */
final class StatementGrammar {
  private static final String KEY = "account";

  private final Random random;

  StatementGrammar(Random random) {
    this.random = random;
  }

  String statement() {
    return switch (random.nextInt(12)) {
      case 0, 1, 2 -> windowed();
      case 3 -> batched();
      case 4, 5 -> over();
      case 6 -> grouped();
      case 7 -> joinedAtEvent();
      case 8 -> joinedNow();
      case 9 -> withinATime();
      case 10 -> top();
      default -> nested();
    };
  }

  private String windowed() {
    String window = window("deposited");
    String keys =
        window.contains("SESSION")
            ? partitionOf(window)
            : pick("account", "branch", "account, branch", "");
    String by = keys.isEmpty() ? "" : keys + ", ";
    return "SELECT %swindow_start, window_end, %s FROM TABLE(%s)%s GROUP BY %swindow_start, window_end%s"
        .formatted(by, aggregates(), window, where(), by, having());
  }

  private static String partitionOf(String window) {
    return window.contains("PARTITION BY account, branch")
        ? "account, branch"
        : window.contains("PARTITION BY account") ? "account" : "";
  }

  private String window(String table) {
    String unit = pick("SECOND", "MINUTE");
    int n = 1 + random.nextInt(50);
    return switch (random.nextInt(4)) {
      case 0 ->
          "TUMBLE(TABLE %s, DESCRIPTOR(occurred_at), INTERVAL '%d' %s)".formatted(table, n, unit);
      case 1 ->
          "TUMBLE(TABLE %s, DESCRIPTOR(occurred_at), INTERVAL '%d' %s, INTERVAL '%d' SECOND)"
              .formatted(table, n, unit, random.nextInt(100));
      case 2 ->
          "HOP(TABLE %s, DESCRIPTOR(occurred_at), INTERVAL '%d' SECOND, INTERVAL '%d' SECOND)"
              .formatted(table, 10 + n, 10 + n + random.nextInt(100));
      default ->
          "SESSION(TABLE %s%s, DESCRIPTOR(occurred_at), INTERVAL '%d' SECOND)"
              .formatted(
                  table,
                  pick(" PARTITION BY account", " PARTITION BY account, branch", ""),
                  random.nextInt(100));
    };
  }

  private String batched() {
    String partition = pick("account", "branch", "");
    return "SELECT %sbatch, %s FROM TABLE(LENGTH_BATCH(TABLE deposited%s, %d))%s GROUP BY %sbatch%s"
        .formatted(
            partition.isEmpty() ? "" : partition + ", ",
            aggregates(),
            partition.isEmpty() ? "" : " PARTITION BY " + partition,
            1 + random.nextInt(5),
            where(),
            partition.isEmpty() ? "" : partition + ", ",
            having());
  }

  private String over() {
    if (random.nextInt(4) == 0) {
      return "SELECT `position`, %s OVER (PARTITION BY account ORDER BY `position` ROWS 2 PRECEDING) AS a FROM (SELECT account, branch, amount, fee, `position`, occurred_at FROM deposited UNION ALL SELECT account, branch, -amount, fee, `position`, occurred_at FROM withdrawn)%s"
          .formatted(aggregate(), where());
    }
    String order = pick("`position`", "occurred_at", "recorded_at");
    String frame =
        random.nextBoolean()
            ? "ROWS BETWEEN %s PRECEDING AND CURRENT ROW"
                .formatted(pick("UNBOUNDED", "" + random.nextInt(4)))
            : "RANGE BETWEEN %s PRECEDING AND CURRENT ROW"
                .formatted(pick("UNBOUNDED", "INTERVAL '%d' SECOND".formatted(random.nextInt(90))));
    return "SELECT `position`, %s, %s OVER w AS a, %s OVER w AS b FROM deposited%s WINDOW w AS (PARTITION BY %s ORDER BY %s %s)"
        .formatted(
            value(2),
            aggregate(),
            aggregate(),
            where(),
            pick("account", "branch, account"),
            order,
            frame);
  }

  private String grouped() {
    return switch (random.nextInt(3)) {
      case 0 -> "SELECT %s FROM deposited%s".formatted(aggregates(), where());
      case 1 ->
          "SELECT account, %s FROM (SELECT account, branch, amount, fee, `position`, occurred_at FROM deposited UNION ALL SELECT account, branch, -amount, fee, `position`, occurred_at FROM withdrawn%s) GROUP BY account%s"
              .formatted(aggregates(), where(), having());
      default -> "SELECT DISTINCT branch, %s AS v FROM deposited%s".formatted(value(2), where());
    };
  }

  private String joinedAtEvent() {
    return "SELECT o.owner, %s FROM deposited d %sJOIN owners FOR SYSTEM_TIME AS OF d.recorded_at AS o ON o.account = d.account GROUP BY o.owner"
        .formatted(
            pick("COUNT(*) AS n", "SUM(d.amount) AS s", "MAX(d.fee) AS m"), pick("", "LEFT "));
  }

  private String joinedNow() {
    return pick(
        "SELECT o.owner, COUNT(*) AS n, SUM(d.amount) AS s FROM deposited d LEFT JOIN owners o ON o.account = d.account GROUP BY o.owner",
        "SELECT o.owner, d.`position` FROM owners o JOIN deposited d ON o.account = d.account AND d.amount > 3",
        "SELECT o.owner, d.`position` FROM deposited d LEFT JOIN owners o ON o.account = d.account AND o.owner <> 'Ann'",
        "SELECT o.owner, d.account, d.`position` FROM owners o RIGHT JOIN deposited d ON UPPER(o.account) = UPPER(d.account)",
        "SELECT * FROM deposited d JOIN (SELECT branch, MAX(amount) AS m FROM withdrawn GROUP BY branch) t ON t.branch = d.branch AND t.m > d.amount",
        "SELECT o.owner, t.s FROM owners o LEFT JOIN (SELECT account, SUM(amount) AS s FROM deposited GROUP BY account) t ON t.account = o.account");
  }

  private String withinATime() {
    int seconds = random.nextInt(90);
    return "SELECT d.`position`, w.`position` AS p2, d.amount + w.amount AS both FROM deposited d JOIN withdrawn w ON %s AND w.occurred_at %s%s"
        .formatted(
            pick(
                "w.account = d.account",
                "w.account = d.account AND w.branch = d.branch",
                "UPPER(w.branch) = UPPER(d.branch) AND w.amount <> d.amount"),
            pick(
                "BETWEEN d.occurred_at - INTERVAL '%d' SECOND AND d.occurred_at".formatted(seconds),
                ">= d.occurred_at AND w.occurred_at < d.occurred_at + INTERVAL '%d' SECOND"
                    .formatted(seconds),
                "BETWEEN d.occurred_at AND d.occurred_at + INTERVAL '%d' SECOND"
                    .formatted(seconds)),
            pick("", " AND d.amount < w.amount", " WHERE d.amount > 0"));
  }

  private String top() {
    return pick(
        "SELECT account, amount, window_start, place FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY window_start, window_end ORDER BY amount DESC, `position`) AS place FROM TABLE(TUMBLE(TABLE deposited, DESCRIPTOR(occurred_at), INTERVAL '1' MINUTE))) WHERE place < %d"
            .formatted(2 + random.nextInt(3)),
        "SELECT * FROM (SELECT account, branch, amount, `position`, ROW_NUMBER() OVER (PARTITION BY %s ORDER BY %s, `position`) AS place FROM deposited%s) WHERE place <= %d"
            .formatted(
                KEY,
                pick("amount DESC", "amount", "branch DESC NULLS FIRST, amount", "fee NULLS LAST"),
                where(),
                1 + random.nextInt(3)),
        "SELECT account, SUM(amount) AS s FROM deposited GROUP BY account ORDER BY s %s, account LIMIT %d"
            .formatted(pick("", "DESC", "NULLS LAST"), 1 + random.nextInt(3)));
  }

  private String nested() {
    return pick(
        "WITH m AS (SELECT account, window_start, window_end, window_time, %s FROM TABLE(TUMBLE(TABLE deposited, DESCRIPTOR(occurred_at), INTERVAL '10' SECOND)) GROUP BY account, window_start, window_end, window_time) SELECT window_start, COUNT(*) AS n, MAX(a0) AS m FROM TABLE(TUMBLE(TABLE m, DESCRIPTOR(window_time), INTERVAL '1' MINUTE)) GROUP BY window_start, window_end"
            .formatted(aggregates()),
        "SELECT s, COUNT(*) AS n FROM (SELECT account, SUM(amount) AS s FROM deposited%s GROUP BY account) GROUP BY s"
            .formatted(where()));
  }

  private String aggregates() {
    StringBuilder list = new StringBuilder();
    int count = 1 + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      list.append(i == 0 ? "" : ", ").append(grouping()).append(" AS a").append(i);
    }
    return list.toString();
  }

  /** One that there is with GROUP BY. */
  private String grouping() {
    return random.nextInt(8) == 0 ? "COUNT(DISTINCT " + text(1) + ")" : aggregate();
  }

  private String aggregate() {
    String call =
        switch (random.nextInt(4)) {
          case 0 -> "COUNT(*)";
          case 1 -> pick("COUNT", "MIN", "MAX", "FIRST_VALUE", "LAST_VALUE") + "(" + text(1) + ")";
          default ->
              pick(
                      "SUM",
                      "AVG",
                      "MIN",
                      "MAX",
                      "COUNT",
                      "FIRST_VALUE",
                      "LAST_VALUE",
                      "VAR_POP",
                      "STDDEV_SAMP")
                  + "("
                  + value(2)
                  + ")";
        };
    return random.nextInt(4) == 0 ? call + " FILTER (WHERE " + condition(2) + ")" : call;
  }

  private String where() {
    return random.nextInt(3) == 0 ? " WHERE " + condition(3) : "";
  }

  private String having() {
    return random.nextInt(3) == 0
        ? " HAVING %s %s %d"
            .formatted(
                pick("COUNT(*)", "SUM(amount)", "MAX(amount)"),
                pick(">", "<=", "<>"),
                random.nextInt(8))
        : "";
  }

  private String condition(int depth) {
    if (depth > 0 && random.nextInt(3) == 0) {
      return "(%s %s %s)".formatted(condition(depth - 1), pick("AND", "OR"), condition(depth - 1));
    }
    return switch (random.nextInt(9)) {
      case 0 -> "NOT " + condition(0);
      case 1 -> value(1) + pick(" IS NULL", " IS NOT NULL");
      case 2 ->
          "account " + pick("LIKE 'a%'", "NOT LIKE '_'", "IN ('a', 'b')", "NOT IN ('a', 'c')");
      case 3 -> value(1) + " BETWEEN " + value(0) + " AND " + value(1);
      case 4 -> value(1) + pick(" IN (1, 2, 3)", " NOT IN (0, 4)");
      case 5 -> text(1) + pick(" = ", " <> ", " < ", " >= ") + text(1);
      case 6 -> "(" + value(1) + " > 2) IS " + pick("TRUE", "NOT TRUE", "FALSE", "NOT FALSE");
      case 7 ->
          "occurred_at "
              + pick(">", "<=")
              + " TIMESTAMP '2026-03-01 00:0%d:00'".formatted(random.nextInt(5));
      default -> value(2) + pick(" = ", " <> ", " < ", " <= ", " > ", " >= ") + value(2);
    };
  }

  private String value(int depth) {
    if (depth == 0) {
      return pick("amount", "amount", "fee", "" + random.nextInt(6), "-2", "1.25", "0.5");
    }
    return switch (random.nextInt(11)) {
      case 0, 1 -> "(%s %s %s)".formatted(value(depth - 1), pick("+", "-", "*"), value(depth - 1));
      case 2 -> "(%s / %s)".formatted(value(depth - 1), pick("2", "3", "-7", "1.5"));
      case 3 -> "(%s %% %s)".formatted(pick("amount", "fee"), pick("2", "3", "-4"));
      case 4 ->
          "CASE WHEN %s THEN %s ELSE %s END"
              .formatted(condition(0), value(depth - 1), value(depth - 1));
      case 5 -> "COALESCE(%s, %s)".formatted(value(depth - 1), value(depth - 1));
      case 6 -> "NULLIF(%s, %s)".formatted(value(depth - 1), value(0));
      case 7 -> pick("ABS", "FLOOR", "CEIL", "ROUND") + "(" + value(depth - 1) + ")";
      case 8 ->
          pick(
              "CHAR_LENGTH(branch)",
              "EXTRACT(SECOND FROM occurred_at)",
              "MINUTE(occurred_at)",
              "CAST(fee AS BIGINT)",
              "CAST(amount AS DECIMAL(12, 3))",
              "ROUND(fee, 1)");
      default -> value(0);
    };
  }

  private String text(int depth) {
    return depth == 0
        ? pick("account", "branch", "'a'", "'north'")
        : pick(
            "UPPER(branch)",
            "SUBSTRING(branch FROM 2 FOR 3)",
            "account || branch",
            "TRIM(BOTH 'n' FROM branch)",
            "CASE WHEN amount > 2 THEN branch ELSE account END",
            "CAST(amount AS VARCHAR)",
            text(0));
  }

  private String pick(String... all) {
    return List.of(all).get(random.nextInt(all.length));
  }
}
