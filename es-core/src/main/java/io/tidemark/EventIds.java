package io.tidemark;

import java.security.SecureRandom;
import java.util.UUID;

/**
 * Makes event ids: UUID version 7 (RFC 9562, section 5.7), so that ids made later sort later and
 * their index grows at its right edge only.
 *
 * <p>Within one process ids strictly increase: when the millisecond has not moved on, the 74 random
 * bits are counted up instead (method 2 of section 6.2). Thread-safe.
 */
public final class EventIds {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final long RANDOM_A_MASK = 0xFFFL;
  private static final long RANDOM_B_MASK = 0x3FFF_FFFF_FFFF_FFFFL;
  private static final int MAX_STEP = 1 << 16;

  private static long lastMillis;
  private static long randomA;
  private static long randomB;

  private EventIds() {}

  /** A new id, greater than every id this process made before. */
  public static synchronized UUID next() {
    long millis = System.currentTimeMillis();
    if (millis > lastMillis) {
      lastMillis = millis;
      randomA = RANDOM.nextLong() & RANDOM_A_MASK;
      randomB = RANDOM.nextLong() & RANDOM_B_MASK;
    } else {
      countUp();
    }
    return new UUID(lastMillis << 16 | 0x7000L | randomA, 0x8000_0000_0000_0000L | randomB);
  }

  private static void countUp() {
    randomB += 1 + RANDOM.nextInt(MAX_STEP);
    if (randomB > RANDOM_B_MASK) {
      randomB &= RANDOM_B_MASK;
      if (++randomA > RANDOM_A_MASK) {
        randomA = 0;
        lastMillis++; // borrow from the next millisecond rather than wait for it
      }
    }
  }
}
