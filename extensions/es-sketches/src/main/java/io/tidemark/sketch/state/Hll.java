package io.tidemark.sketch.state;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.datasketches.hll.HllSketch;
import org.apache.datasketches.hll.TgtHllType;
import org.apache.datasketches.hll.Union;
import org.jspecify.annotations.Nullable;

/**
 * How many different values, by HyperLogLog: the bytes are a compact HLL sketch of Apache
 * DataSketches with {@value #LG_K} bits, and the same for the same values in whatever order they
 * came and were merged. Thread-safe.
 */
public final class Hll {
  /** How many registers there are, as a power of 2. */
  public static final int LG_K = 12;

  private static final int FLAGS = 5;
  private static final int MODE = 7;
  private static final int LIST_BEGIN = 8;
  private static final int SET_BEGIN = 12;
  private static final int HIP = 8;
  private static final int MODE_MASK = 3;
  private static final byte OUT_OF_ORDER = 16;

  private Hll() {}

  /** With one more value; of it alone, if there were none. */
  public static byte[] add(byte @Nullable [] before, Object value) {
    HllSketch sketch =
        before == null ? new HllSketch(LG_K, TgtHllType.HLL_8) : HllSketch.heapify(before);
    // of no text there would be nothing to add
    sketch.update(("=" + EqualForm.of(value)).getBytes(StandardCharsets.UTF_8));
    return canonical(sketch);
  }

  /** Of the values of both. */
  public static byte[] merge(byte[] some, byte[] others) {
    Union union = new Union(LG_K);
    union.update(HllSketch.heapify(some));
    union.update(HllSketch.heapify(others));
    return canonical(union.getResult(TgtHllType.HLL_8));
  }

  /**
   * How many.
   *
   * @param deviations 0 for what is likeliest; with 1, 2 or 3 the upper bound by so many standard
   *     deviations, with -1, -2 or -3 the lower one
   */
  public static double estimate(byte[] bytes, int deviations) {
    HllSketch sketch = HllSketch.heapify(bytes);
    return deviations == 0
        ? sketch.getCompositeEstimate()
        : deviations > 0 ? sketch.getUpperBound(deviations) : sketch.getLowerBound(-deviations);
  }

  /** What hangs on the order is taken out: the estimate that it is for is not used. */
  private static byte[] canonical(HllSketch sketch) {
    byte[] bytes = sketch.toCompactByteArray();
    switch (bytes[MODE] & MODE_MASK) {
      case 0 -> sort(bytes, LIST_BEGIN);
      case 1 -> sort(bytes, SET_BEGIN);
      default -> {
        bytes[FLAGS] |= OUT_OF_ORDER;
        Arrays.fill(bytes, HIP, HIP + Double.BYTES, (byte) 0);
      }
    }
    return bytes;
  }

  private static void sort(byte[] bytes, int from) {
    ByteBuffer buffer =
        ByteBuffer.wrap(bytes, from, bytes.length - from).slice().order(ByteOrder.nativeOrder());
    int[] coupons = new int[buffer.remaining() / Integer.BYTES];
    buffer.asIntBuffer().get(coupons);
    Arrays.sort(coupons);
    buffer.asIntBuffer().put(coupons);
  }
}
