package io.tidemark.reaction;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemark.RecordedEvent;
import io.tidemark.projection.tick.Tick;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * Ids by which what was done once is found again: UUID version 5 (RFC 9562, section 5.5), so that
 * the same names give the same id, in every process and after every rebuild.
 */
final class OccasionId {
  /** Of our own. It is part of what is stored: other ids would be other events. */
  private static final UUID NAMESPACE = UUID.fromString("3f1b6d1c-7a0e-4b57-9a52-6d0f3d1c2e8a");

  private static final long VERSION_MASK = 0xFFFF_FFFF_FFFF_0FFFL;
  private static final long VERSION = 0x5000L;
  private static final long VARIANT_MASK = 0x3FFF_FFFF_FFFF_FFFFL;
  private static final long VARIANT = 0x8000_0000_0000_0000L;

  private OccasionId() {}

  /**
   * Of the change of a row by an event, or by time that went on after it.
   *
   * @param number which of the conditions of the reaction is met
   */
  static UUID of(String projection, String key, RecordedEvent event, int number) {
    String place =
        Tick.is(event) ? event.position() + "+" + event.occurredAt() : "" + event.position();
    return of(projection, key, place, number);
  }

  static UUID of(String projection, String key, String place, int number) {
    return named("%s/%d/%s/%s".formatted(projection, number, place, key)); // only keys have /
  }

  private static UUID named(String name) {
    ByteBuffer space = ByteBuffer.allocate(2 * Long.BYTES);
    space.putLong(NAMESPACE.getMostSignificantBits()).putLong(NAMESPACE.getLeastSignificantBits());
    MessageDigest sha1 = sha1();
    sha1.update(space.array());
    ByteBuffer hash = ByteBuffer.wrap(sha1.digest(name.getBytes(UTF_8)));
    return new UUID(
        (hash.getLong() & VERSION_MASK) | VERSION, (hash.getLong() & VARIANT_MASK) | VARIANT);
  }

  private static MessageDigest sha1() {
    try {
      return MessageDigest.getInstance("SHA-1");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-1", e);
    }
  }
}
