package io.tidemark.replay.compare;

import io.tidemark.projection.table.StoredJson;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Stands for all rows that differ, and how: so nobody approves of something else than they saw. A
 * number counts by how much it differs, which stays while events change both sides. The same in
 * every process, whatever the order of the rows. Not thread-safe.
 */
final class DifferenceDigest {
  private final MessageDigest sha = sha256();
  private long sum;

  /** Adds a row; empty where there is none. */
  void add(
      String key, Optional<List<@Nullable Object>> made, Optional<List<@Nullable Object>> serving) {
    add(key);
    sha.update((byte) (made.isEmpty() ? 1 : serving.isEmpty() ? 2 : 3));
    if (made.isPresent() && serving.isPresent()) {
      addChanges(StoredJson.texts(made.get()), StoredJson.texts(serving.get()));
    }
    sum += ByteBuffer.wrap(sha.digest()).getLong();
  }

  private void addChanges(List<@Nullable Object> made, List<@Nullable Object> serving) {
    for (int column = 0; column < made.size(); column++) {
      Object now = made.get(column);
      Object before = serving.get(column);
      if (!Objects.equals(now, before)) {
        add(Integer.toString(column));
        addChange(now, before);
      }
    }
  }

  private void addChange(@Nullable Object made, @Nullable Object serving) {
    if (made instanceof Number now && serving instanceof Number before) {
      try {
        add(decimal(now).subtract(decimal(before)).stripTrailingZeros().toString());
        return;
      } catch (NumberFormatException notFinite) {
        // then both count as they are
      }
    }
    add(text(serving));
    add(text(made));
  }

  private static BigDecimal decimal(Number number) {
    return new BigDecimal(number.toString());
  }

  /** What a constant says of itself may be anything. */
  private static String text(@Nullable Object value) {
    return value instanceof Enum<?> constant ? constant.name() : "=" + value;
  }

  private void add(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    sha.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
    sha.update(bytes);
  }

  long value() {
    return sum;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
