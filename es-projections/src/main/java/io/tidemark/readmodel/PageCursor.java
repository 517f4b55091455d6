package io.tidemark.readmodel;

import io.tidemark.projection.ReadModelDefinition;
import io.tidemark.row.RowComponent;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Places in the order of one query as text, which only the same query takes: the same read model,
 * filter and order, whatever the limit. Binary within: a digest of the query, the values of the row
 * in the order, and a checksum of it all. Immutable.
 */
final class PageCursor {
  private static final int DIGEST_BYTES = 8;
  private static final int CHECKSUM_BYTES = 4;

  private final List<RowComponent> components;
  private final byte[] digest;

  private PageCursor(List<RowComponent> components, byte[] digest) {
    this.components = components;
    this.digest = digest;
  }

  static PageCursor of(ReadModelDefinition<?, ?> projection, BoundQuery<?> query) {
    StringBuilder words = new StringBuilder(projection.name());
    for (BoundCondition condition : query.conditions()) {
      words.append("\n?").append(condition.component().name()).append(condition.comparison());
      condition
          .values()
          .forEach(value -> words.append('\n').append(value.toString().length()).append(value));
    }
    for (BoundQuery.By by : query.order()) {
      words
          .append("\n^")
          .append(by.component().name())
          .append(by.component().kind())
          .append(by.isDescending());
    }
    return new PageCursor(
        query.order().stream().map(BoundQuery.By::component).toList(), digest(words.toString()));
  }

  private static byte[] digest(String words) {
    try {
      byte[] whole =
          MessageDigest.getInstance("SHA-256").digest(words.getBytes(StandardCharsets.UTF_8));
      return Arrays.copyOf(whole, DIGEST_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }

  /** The place of a row. */
  String at(Object row) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.write(digest);
      for (RowComponent component : components) {
        Object value = component.value(row);
        out.writeBoolean(value != null);
        if (value != null) {
          byte[] text = component.text(value).getBytes(StandardCharsets.UTF_8);
          out.writeInt(text.length);
          out.write(text);
        }
      }
      out.writeInt((int) checksum(bytes.toByteArray()));
    } catch (IOException e) {
      throw new UncheckedIOException("Memory does not fail", e);
    }
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.toByteArray());
  }

  /**
   * The values of the place, one for each component of the order.
   *
   * @throws IllegalArgumentException if it is no cursor, or that of another query
   */
  List<@Nullable Object> values(String cursor) {
    byte[] bytes = bytes(cursor);
    if (!Arrays.equals(digest, Arrays.copyOf(bytes, DIGEST_BYTES))) {
      throw new IllegalArgumentException(
          "Invalid cursor: expected one of this query, with the same read model, filter and order; actual one of another");
    }
    List<@Nullable Object> values = new ArrayList<>();
    try (DataInputStream in =
        new DataInputStream(
            new ByteArrayInputStream(bytes, DIGEST_BYTES, bytes.length - DIGEST_BYTES))) {
      for (RowComponent component : components) {
        values.add(in.readBoolean() ? value(component, in) : null);
      }
    } catch (IOException e) {
      throw new IllegalArgumentException("Invalid cursor: expected more of it", e);
    }
    return values;
  }

  private static Object value(RowComponent component, DataInputStream in) throws IOException {
    String text = new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
    try {
      return component.parse(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "Invalid cursor: expected a value of %s, actual %s".formatted(component.name(), text), e);
    }
  }

  private static byte[] bytes(String cursor) {
    byte[] all;
    try {
      all = Base64.getUrlDecoder().decode(cursor);
    } catch (IllegalArgumentException e) {
      throw noCursor(cursor, e);
    }
    int length = all.length - CHECKSUM_BYTES;
    if (length < DIGEST_BYTES) {
      throw noCursor(cursor, null);
    }
    byte[] bytes = Arrays.copyOf(all, length);
    byte[] sum = Arrays.copyOfRange(all, length, all.length);
    long expected = checksum(bytes);
    for (int i = 0; i < CHECKSUM_BYTES; i++) {
      if (sum[i] != (byte) (expected >>> (24 - 8 * i))) {
        throw noCursor(cursor, null);
      }
    }
    return bytes;
  }

  private static IllegalArgumentException noCursor(String cursor, @Nullable Exception cause) {
    return new IllegalArgumentException(
        "Invalid cursor: expected the text that came with a page, as it was, actual " + cursor,
        cause);
  }

  private static long checksum(byte[] bytes) {
    CRC32 sum = new CRC32();
    sum.update(bytes);
    return sum.getValue();
  }
}
