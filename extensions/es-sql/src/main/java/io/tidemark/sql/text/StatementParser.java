package io.tidemark.sql.text;

import io.tidemark.sql.table.SqlException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.calcite.config.Lex;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.calcite.sql.parser.SqlParser;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.validate.SqlConformanceEnum;
import org.jspecify.annotations.Nullable;

/** Calcite's parser, with its errors as ours. */
public final class StatementParser {
  private static final SqlParser.Config CONFIG =
      SqlParser.config().withLex(Lex.JAVA).withConformance(SqlConformanceEnum.LENIENT);

  private static final Pattern PLACE =
      Pattern.compile("line (\\d+), column (\\d+)", Pattern.CASE_INSENSITIVE);

  private static final Pattern UNEXPECTED =
      Pattern.compile("(?:Encountered \"|near the keyword ')(.*?)[\"']", Pattern.DOTALL);

  private StatementParser() {}

  /**
   * The tree of one statement.
   *
   * @param query what is parsed: the text, or as much as remains of it at its places
   * @throws SqlException if it is none
   */
  public static SqlNode parse(StatementText text, String query) {
    if (query.isBlank()) {
      throw text.refuse(new SqlParserPos(1, 1), "expected a statement, actual none", null);
    }
    try {
      return SqlParser.create(withoutEnd(query), CONFIG).parseStmt();
    } catch (SqlParseException e) {
      throw e.getCause() instanceof StackOverflowError
          ? tooDeep(text, e)
          : text.refuse(place(e), message(e), e);
    } catch (RuntimeException e) {
      throw text.refuse(place(e.getMessage()), firstSentence(e.getMessage()), e);
    } catch (StackOverflowError e) {
      throw tooDeep(text, e);
    } catch (Error e) {
      // Calcite's scanner throws an Error of its own for characters that begin no word.
      if (e.getClass().getName().startsWith("org.apache.calcite")) {
        throw text.refuse(place(e.getMessage()), firstSentence(e.getMessage()), e);
      }
      throw e;
    }
  }

  private static SqlException tooDeep(StatementText text, Throwable cause) {
    return text.refuse(
        new SqlParserPos(1, 1), "too many expressions or queries within each other", cause);
  }

  /** Calcite takes a semicolon for the begin of another statement. */
  private static String withoutEnd(String query) {
    String stripped = query.stripTrailing();
    return stripped.endsWith(";") ? stripped.substring(0, stripped.length() - 1) : query;
  }

  private static SqlParserPos place(SqlParseException e) {
    SqlParserPos pos = e.getPos();
    return pos == null ? place(e.getMessage()) : pos;
  }

  private static SqlParserPos place(@Nullable String message) {
    Matcher matcher = PLACE.matcher(message == null ? "" : message);
    return matcher.find()
        ? new SqlParserPos(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)))
        : new SqlParserPos(1, 1);
  }

  private static String message(SqlParseException e) {
    String sentence = firstSentence(e.getMessage());
    Matcher found = UNEXPECTED.matcher(sentence);
    if (!found.find()) {
      return sentence;
    }
    String word = found.group(1).replaceAll("\\s+", " ").strip();
    return word.equals("<EOF>")
        ? "expected more, actual the end of the statement"
        : "unexpected \"%s\"%s".formatted(word, hint(word));
  }

  private static String hint(String word) {
    String first = word.split(" ", 2)[0].toUpperCase(Locale.ROOT);
    return switch (first) {
      case "CREATE", "DROP", "ALTER", "TRUNCATE", "GRANT", "REVOKE", "COPY" ->
          "; a statement can only read, or be CREATE VIEW name AS SELECT ...";
      default ->
          word.matches("\\w+( FROM| AS|,)?")
              ? "; if it is the name of a column or a table, write `%s`"
                  .formatted(word.split("\\W", 2)[0])
              : "";
    };
  }

  private static String firstSentence(@Nullable String message) {
    if (message == null) {
      return "not a statement";
    }
    String line = message.lines().findFirst().orElse("not a statement").strip();
    return line.replaceFirst(" at line \\d+, column \\d+\\.?$", "");
  }
}
