package io.tidemark.projection.set;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The statement of a set-based projection: SQL text with places for a table and a range of the log.
 * Immutable and thread-safe.
 *
 * <p>Not API.
 */
public final class SetStatement {
  private static final int SHOWN_BYTES = 12;

  private static final Pattern AROUND_BRACKETS = Pattern.compile(" ?([(),\\[\\]]|::) ?");

  /** Not around an ampersand, which may begin a quoted text, nor between two operators. */
  private static final Pattern AROUND_OPERATORS =
      Pattern.compile("(?<=\\w) (?=[-+*/<>=|%])|(?<=[-+*/<>=|%]) (?=\\w)");

  private final List<StatementPart> parts;
  private final String hash;

  private SetStatement(List<StatementPart> parts) {
    this.parts = parts;
    this.hash = hash(parts);
  }

  /**
   * Reads one.
   *
   * @param projection whose it is, for messages
   * @throws IllegalArgumentException if it cannot be one
   */
  static SetStatement parse(String projection, String sql) {
    return new SetStatement(new StatementParser(projection).parts(sql));
  }

  private static String hash(List<StatementPart> parts) {
    StringBuilder text = new StringBuilder();
    parts.forEach(part -> text.append(part.normalized()));
    try {
      byte[] bytes = withoutSpacing(text.toString()).getBytes(StandardCharsets.UTF_8);
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes), 0, SHOWN_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  /** Leaves the spaces that keep two words apart, or two operators. */
  private static String withoutSpacing(String text) {
    String around = AROUND_BRACKETS.matcher(text.replaceAll(" +", " ")).replaceAll("$1");
    return AROUND_OPERATORS.matcher(around).replaceAll("").strip();
  }

  /** A hash of the text, whose comments and spacing do not count. */
  public String hash() {
    return hash;
  }

  /** The text for a prepared statement. */
  public String sql(StatementPlaces places) {
    StringBuilder sql = new StringBuilder();
    parts.forEach(part -> sql.append(part.sql(places)));
    return sql.toString();
  }

  /** What the parameters of {@link #sql} are for the positions after one through another. */
  public Object[] parameters(StatementPlaces places, long after, long through) {
    List<Object> values = new ArrayList<>();
    parts.forEach(part -> part.bind(places, after, through, values));
    return values.toArray();
  }
}
