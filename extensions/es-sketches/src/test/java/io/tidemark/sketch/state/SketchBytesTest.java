package io.tidemark.sketch.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.apache.datasketches.hll.HllSketch;
import org.apache.datasketches.hll.TgtHllType;
import org.apache.datasketches.kll.KllDoublesSketch;
import org.apache.datasketches.kll.KllSketch;
import org.apache.datasketches.memory.Memory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is remembered is what DataSketches reads, and no longer than it says. */
class SketchBytesTest {
  @Test
  void quantiles_are_bytes_that_datasketches_goes_on_with() {
    Random random = new Random(1);
    byte @Nullable [] bytes = null;
    KllDoublesSketch theirs = KllDoublesSketch.newHeapInstance(Kll.K);
    for (int count = 1; count <= 20_000; count++) {
      double value = random.nextDouble();
      bytes = Kll.add(bytes, value);
      theirs.update(value);
      if (count < 500 || count % 1_000 == 0) {
        KllDoublesSketch read = KllDoublesSketch.heapify(Memory.wrap(bytes));
        assertThat(read.getN()).isEqualTo(count);
        assertThat(read.getNumRetained()).isLessThanOrEqualTo(Kll.capacity(12));
        assertThat(bytes.length)
            .isLessThanOrEqualTo(
                KllSketch.getMaxSerializedSizeBytes(
                    Kll.K, count, KllSketch.SketchType.DOUBLES_SKETCH, true));
        assertThat(read.toByteArray()).isEqualTo(bytes);
      }
    }
    KllDoublesSketch more = KllDoublesSketch.heapify(Memory.wrap(bytes));
    more.merge(theirs);
    assertThat(more.getN()).isEqualTo(40_000);
    assertThat(more.getQuantile(0.5)).isBetween(0.48, 0.52);
  }

  @Test
  void distinct_counts_are_bytes_that_datasketches_goes_on_with() {
    byte @Nullable [] bytes = null;
    for (long count = 1; count <= 6_000; count++) {
      bytes = Hll.add(bytes, count);
      assertThat(bytes.length)
          .isLessThanOrEqualTo(
              HllSketch.getMaxUpdatableSerializationBytes(Hll.LG_K, TgtHllType.HLL_8));
    }
    HllSketch read = HllSketch.heapify(bytes);
    assertThat(read.getEstimate()).isEqualTo(Hll.estimate(bytes, 0));
    assertThat(read.getLgConfigK()).isEqualTo(Hll.LG_K);
  }

  @Test
  void the_same_values_give_the_same_bytes_again() {
    assertThat(quantiles()).isEqualTo(quantiles());
  }

  private static byte[] quantiles() {
    Random random = new Random(2);
    byte[] bytes = Kll.add(null, 0.5);
    for (int i = 0; i < 3_000; i++) {
      bytes = Kll.add(bytes, random.nextGaussian());
    }
    return Kll.merge(bytes, Kll.merge(bytes, bytes));
  }
}
