package io.tidemark.bank.berka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.bank.account.AccountEvent.Kind;
import io.tidemark.bank.account.AccountEvent.TransactionImported;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BerkaReaderTest {
  private static final String HEADER =
      "\"trans_id\";\"account_id\";\"date\";\"type\";\"operation\";\"amount\";\"balance\";\"k_symbol\";\"bank\";\"account\"\n";
  private static final String CREDIT =
      "171812;576;930101;\"PRIJEM\";\"VKLAD\";900.00;900.00;\"\";;\n";
  private static final String DEBIT =
      "171813;576;930111;\"VYDAJ\";\"PREVOD NA UCET\";6207.50;-5307.50;\"SIPO\";\"YZ\";\"30300313\"\n";

  @Test
  void a_credit_is_read_with_all_its_fields() throws Exception {
    BerkaRow row = read(HEADER + CREDIT).rows().get(0);

    assertThat(row.accountId()).isEqualTo("576");
    assertThat(row.occurredAt()).isEqualTo(Instant.parse("1993-01-01T00:00:00Z"));
    assertThat(row.transaction())
        .isEqualTo(
            new TransactionImported(
                "171812",
                Kind.CREDIT,
                new BigDecimal("900.00"),
                "VKLAD",
                null,
                null,
                null,
                new BigDecimal("900.00")));
  }

  @Test
  void a_debit_is_read_with_all_its_fields() throws Exception {
    TransactionImported transaction = read(HEADER + DEBIT).rows().get(0).transaction();

    assertThat(transaction.kind()).isEqualTo(Kind.DEBIT);
    assertThat(transaction.change()).isEqualByComparingTo("-6207.50");
    assertThat(transaction.balance()).isEqualByComparingTo("-5307.50");
    assertThat(transaction.symbol()).isEqualTo("SIPO");
    assertThat(transaction.bank()).isEqualTo("YZ");
    assertThat(transaction.partner()).isEqualTo("30300313");
  }

  @Test
  void a_withdrawal_in_cash_is_a_debit() throws Exception {
    assertThat(read(CREDIT.replace("PRIJEM", "VYBER")).rows().get(0).transaction().kind())
        .isEqualTo(Kind.DEBIT);
  }

  @Test
  void windows_line_ends_a_byte_order_mark_empty_lines_and_a_cut_last_line_end_are_read_over()
      throws Exception {
    String file = "\uFEFF" + HEADER + "\n" + CREDIT + "\n" + HEADER + DEBIT.strip();

    Result result = read(file.replace("\n", "\r\n"));

    assertThat(result.rejected()).isEmpty();
    assertThat(result.rows())
        .extracting(row -> row.transaction().transactionId())
        .containsExactly("171812", "171813");
    assertThat(result.rows().get(1).transaction().partner()).isEqualTo("30300313");
  }

  @Test
  void the_header_may_be_missing() throws Exception {
    assertThat(read(CREDIT + DEBIT).rows()).hasSize(2);
  }

  @Test
  void a_semicolon_in_quotes_is_text() throws Exception {
    Result result = read(CREDIT.replace("VKLAD", "a;\"\"b"));

    assertThat(result.rows().get(0).transaction().operation()).isEqualTo("a;\"b");
  }

  @Test
  void a_file_with_other_columns_is_refused_as_a_whole() {
    assertThatThrownBy(() -> read("\"trans_id\";\"date\"\n" + CREDIT))
        .isInstanceOf(NotABerkaFileException.class)
        .hasMessageContaining("line 1")
        .hasMessageContaining("expected trans_id;account_id;date")
        .hasMessageContaining("actual trans_id;date");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"account_id\";\"district_id\";\"frequency\";\"date\"",
        "1;18;\"POPLATEK MESICNE\";950324",
        "id,account,amount",
        "{\"rows\":[1,2]}",
        "PK\u0003\u0004\u0014\0\b",
        "171812;576;930101"
      })
  void a_file_of_another_kind_is_refused_as_a_whole_by_its_first_line(String first) {
    assertThatThrownBy(() -> read("\n" + first + "\n" + CREDIT))
        .isInstanceOf(NotABerkaFileException.class)
        .hasMessageStartingWith("Invalid header in line 2: expected trans_id;account_id;date")
        .hasMessageContaining("actual " + first.substring(0, 2));
  }

  @Test
  void bytes_that_are_no_text_are_refused_without_being_printed() {
    byte[] file = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

    assertThatThrownBy(() -> read(file))
        .isInstanceOf(NotABerkaFileException.class)
        .hasMessageEndingWith("actual ?PNG");
  }

  @Test
  void a_wrong_first_row_is_a_wrong_row_and_not_a_wrong_file() throws Exception {
    Result result = read(CREDIT.replace("930101", "931332") + CREDIT);

    assertThat(result.rejected())
        .containsExactly("1: invalid date: expected a day as yymmdd, actual '931332'");
    assertThat(result.rows()).hasSize(1);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("malformed")
  void a_malformed_row_is_rejected_with_its_line_and_the_next_one_is_read(
      String line, String reason) throws Exception {
    Result result = read(HEADER + CREDIT + line + "\n" + DEBIT);

    assertThat(result.rejected()).hasSize(1);
    assertThat(result.rejected().get(0)).startsWith("3: ").contains(reason);
    assertThat(result.rows()).hasSize(2);
  }

  static Stream<Arguments> malformed() {
    return Stream.of(
        Arguments.of("1;576;930101;\"PRIJEM\";\"VKLAD\";900.00;900.00;\"\";", "expected 10 fields"),
        Arguments.of("1;576;930101;\"PRIJEM\";\"VKL", "invalid quotes"),
        Arguments.of("1;576;930101", "expected 10 fields, actual 3"),
        Arguments.of("garbage", "expected 10 fields, actual 1"),
        Arguments.of(CREDIT.strip() + ";", "expected 10 fields, actual 11"),
        with("930101", "930231", "invalid date"),
        with("930101", "19930101", "invalid date"),
        with("930101", "", "invalid date"),
        with("930101", "931301", "invalid date"),
        with("900.00;900.00", "-900.00;900.00", "invalid amount"),
        with("900.00;900.00", "900,00;900.00", "invalid amount"),
        with("900.00;900.00", "1e3;900.00", "invalid amount"),
        with("900.00;900.00", "900.001;900.00", "invalid amount"),
        with("900.00;900.00", ";900.00", "invalid amount"),
        with("900.00;900.00", "900.00;x", "invalid balance"),
        with("PRIJEM", "prijem", "invalid type"),
        with("PRIJEM", "", "invalid type"),
        with("171812", "x", "invalid trans_id"),
        with("171812", "-1", "invalid trans_id"),
        with(";576;", ";;", "invalid account_id"),
        with("\"VKLAD\"", "\"VK\"LAD\"", "invalid quotes"),
        with("\"VKLAD\"", "VK\"LAD", "invalid quotes"),
        with("\"VKLAD\"", "V\0", "expected no NUL"),
        with("\"VKLAD\"", "x".repeat(20_000), "overlong row"));
  }

  @Test
  void bytes_that_are_not_utf_8_are_rejected() throws Exception {
    byte[] file = CREDIT.getBytes(StandardCharsets.ISO_8859_1);
    file[20] = (byte) 0xE9;

    assertThat(read(file).rejected()).containsExactly("1: invalid text: expected UTF-8");
  }

  private static Arguments with(String old, String replacement, String reason) {
    return Arguments.of(CREDIT.strip().replace(old, replacement), reason);
  }

  private static Result read(String file) throws IOException {
    return read(file.getBytes(StandardCharsets.UTF_8));
  }

  private static Result read(byte[] file) throws IOException {
    BerkaReader reader = new BerkaReader(new ByteArrayInputStream(file));
    Result result = new Result(new ArrayList<>(), new ArrayList<>());
    while (true) {
      try {
        BerkaRow row = reader.next();
        if (row == null) {
          assertThat(reader.bytesRead()).isEqualTo(file.length);
          return result;
        }
        result.rows().add(row);
      } catch (MalformedRowException e) {
        result.rejected().add(reader.lineNumber() + ": " + e.getMessage());
      }
    }
  }

  private record Result(List<BerkaRow> rows, List<String> rejected) {}
}
