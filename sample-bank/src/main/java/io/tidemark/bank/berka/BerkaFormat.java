package io.tidemark.bank.berka;

import io.tidemark.bank.account.AccountEvent.Kind;
import io.tidemark.bank.account.AccountEvent.TransactionImported;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The rows of {@code trans.asc} of the Berka data set (PKDD'99 Discovery Challenge): ten fields, a
 * date as {@code yymmdd} of the twentieth century, and a type in Czech.
 */
final class BerkaFormat {
  static final List<String> HEADER =
      List.of(
          "trans_id",
          "account_id",
          "date",
          "type",
          "operation",
          "amount",
          "balance",
          "k_symbol",
          "bank",
          "account");

  private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");
  private static final Pattern DATE = Pattern.compile("\\d{6}");
  private static final Pattern AMOUNT = Pattern.compile("\\d{1,15}(\\.\\d{1,2})?");
  private static final Pattern BALANCE = Pattern.compile("-?\\d{1,15}(\\.\\d{1,2})?");
  private static final int CENTURY = 1900;

  private BerkaFormat() {}

  /** Whether a file may begin with this line: column names, or a row, be it a good one or not. */
  static boolean isBeginning(String line) {
    String first = line.split(";", 2)[0].replace("\"", "").toLowerCase(Locale.ROOT);
    boolean isRow =
        NUMBER.matcher(first).matches()
            && line.chars().filter(c -> c == ';').count() >= HEADER.size() - 1;
    return isRow || first.equals(HEADER.get(0));
  }

  /** Whether the fields are column names, rightly or wrongly, rather than a row. */
  static boolean isHeader(List<String> fields) {
    return fields.get(0).toLowerCase(Locale.ROOT).equals(HEADER.get(0));
  }

  static BerkaRow row(List<String> fields) throws MalformedRowException {
    if (fields.size() != HEADER.size()) {
      throw new MalformedRowException(
          "cut or overlong row: expected %d fields, actual %d"
              .formatted(HEADER.size(), fields.size()));
    }
    TransactionImported transaction =
        new TransactionImported(
            number("trans_id", fields.get(0)),
            kind(fields.get(3)),
            money("amount", AMOUNT, fields.get(5)),
            text(fields.get(4)),
            text(fields.get(7)),
            text(fields.get(8)),
            text(fields.get(9)),
            money("balance", BALANCE, fields.get(6)));
    return new BerkaRow(number("account_id", fields.get(1)), date(fields.get(2)), transaction);
  }

  private static String number(String name, String text) throws MalformedRowException {
    if (!NUMBER.matcher(text).matches()) {
      throw MalformedRowException.ofField(name, "1 to 18 digits", text);
    }
    return Long.toString(Long.parseLong(text));
  }

  private static LocalDate date(String text) throws MalformedRowException {
    if (DATE.matcher(text).matches()) {
      int digits = Integer.parseInt(text);
      try {
        return LocalDate.of(CENTURY + digits / 10_000, digits / 100 % 100, digits % 100);
      } catch (DateTimeException e) {
        // said below: no such day
      }
    }
    throw MalformedRowException.ofField("date", "a day as yymmdd", text);
  }

  private static Kind kind(String text) throws MalformedRowException {
    return switch (text) {
      case "PRIJEM" -> Kind.CREDIT;
      case "VYDAJ", "VYBER" -> Kind.DEBIT;
      default -> throw MalformedRowException.ofField("type", "PRIJEM, VYDAJ or VYBER", text);
    };
  }

  private static BigDecimal money(String name, Pattern pattern, String text)
      throws MalformedRowException {
    if (!pattern.matcher(text).matches()) {
      throw MalformedRowException.ofField(
          name, "a decimal with at most two decimals, for example 900.00", text);
    }
    return new BigDecimal(text);
  }

  private static @Nullable String text(String field) {
    return field.isBlank() ? null : field;
  }
}
