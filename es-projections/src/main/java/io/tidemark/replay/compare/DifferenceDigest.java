package io.tidemark.replay.compare;

import io.tidemark.projection.table.StoredJson;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Stands for all rows that differ, with their values on both sides: so nobody approves of other
 * values than they saw. The same in every process, whatever the order of the rows. Not thread-safe.
 */
final class DifferenceDigest {
  private final MessageDigest sha = sha256();
  private long sum;

  /** Adds a row; empty where there is none. */
  void add(Optional<List<@Nullable Object>> made, Optional<List<@Nullable Object>> serving) {
    add(made);
    add(serving);
    sum += ByteBuffer.wrap(sha.digest()).getLong();
  }

  private void add(Optional<List<@Nullable Object>> row) {
    if (row.isEmpty()) {
      sha.update((byte) 0);
      return;
    }
    sha.update((byte) 1);
    for (Object value : StoredJson.texts(row.get())) {
      if (value == null) {
        sha.update((byte) 2);
        continue;
      }
      byte[] text = text(value).getBytes(StandardCharsets.UTF_8);
      sha.update((byte) 3);
      sha.update(ByteBuffer.allocate(Integer.BYTES).putInt(text.length).flip());
      sha.update(text);
    }
  }

  /** What a constant says of itself may be anything. */
  private static String text(Object value) {
    return value instanceof Enum<?> constant ? constant.name() : value.toString();
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
