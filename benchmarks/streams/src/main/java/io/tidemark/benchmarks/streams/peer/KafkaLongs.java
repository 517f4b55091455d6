package io.tidemark.benchmarks.streams.peer;

import java.nio.ByteBuffer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/** A state of numbers as Kafka's stores keep it. */
final class KafkaLongs implements Serde<long[]> {
  @Override
  public Serializer<long[]> serializer() {
    return (topic, numbers) -> bytes(numbers);
  }

  @Override
  public Deserializer<long[]> deserializer() {
    return (topic, bytes) -> numbers(bytes);
  }

  private static byte @Nullable [] bytes(long @Nullable [] numbers) {
    if (numbers == null) {
      return null;
    }
    ByteBuffer buffer = ByteBuffer.allocate(numbers.length * Long.BYTES);
    buffer.asLongBuffer().put(numbers);
    return buffer.array();
  }

  private static long @Nullable [] numbers(byte @Nullable [] bytes) {
    if (bytes == null) {
      return null;
    }
    long[] numbers = new long[bytes.length / Long.BYTES];
    ByteBuffer.wrap(bytes).asLongBuffer().get(numbers);
    return numbers;
  }
}
