package io.tidemark.sketch.state;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Levels in the compact form in which Apache DataSketches has a KLL sketch of doubles. */
final class KllBytes {
  private static final int FAMILY = 15;
  private static final int SINGLE_PREAMBLE = 8;
  private static final int PREAMBLE = 20;
  private static final byte SINGLE = 2;
  private static final byte SINGLE_FLAG = 4;

  private KllBytes() {}

  static byte[] write(KllLevels values) {
    if (values.count() == 1) {
      byte[] one = new byte[SINGLE_PREAMBLE + Double.BYTES];
      begin(one, SINGLE_PREAMBLE, SINGLE, SINGLE_FLAG).putDouble(values.min());
      return one;
    }
    int levels = values.levels().size();
    int size = values.size();
    byte[] bytes = new byte[PREAMBLE + levels * Integer.BYTES + (2 + size) * Double.BYTES];
    ByteBuffer all = begin(bytes, PREAMBLE, (byte) 1, (byte) 0);
    all.putLong(values.count()).putShort((short) Kll.K).put((byte) levels).put((byte) 0);
    int begin = Kll.capacity(levels) - size;
    for (double[] level : values.levels()) {
      all.putInt(begin);
      begin += level.length;
    }
    all.putDouble(values.min()).putDouble(values.max());
    for (double[] level : values.levels()) {
      for (double value : level) {
        all.putDouble(value);
      }
    }
    return bytes;
  }

  private static ByteBuffer begin(byte[] bytes, int preamble, byte version, byte flags) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
    buffer.put((byte) (preamble / Integer.BYTES)).put(version).put((byte) FAMILY).put(flags);
    buffer.putShort((short) Kll.K).put((byte) Kll.MIN_CAPACITY).put((byte) 0);
    return buffer;
  }

  static KllLevels read(byte[] bytes) {
    ByteBuffer all = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
    if (all.get(1) == SINGLE) {
      return KllLevels.of(all.getDouble(SINGLE_PREAMBLE));
    }
    long count = all.getLong(SINGLE_PREAMBLE);
    int[] ends = new int[all.get(18) + 1];
    all.position(PREAMBLE);
    for (int level = 0; level < ends.length - 1; level++) {
      ends[level] = all.getInt();
    }
    ends[ends.length - 1] = Kll.capacity(ends.length - 1);
    double min = all.getDouble();
    double max = all.getDouble();
    List<double[]> levels = new ArrayList<>();
    for (int level = 0; level < ends.length - 1; level++) {
      double[] values = new double[ends[level + 1] - ends[level]];
      for (int i = 0; i < values.length; i++) {
        values[i] = all.getDouble();
      }
      levels.add(values);
    }
    return new KllLevels(count, min, max, levels);
  }
}
