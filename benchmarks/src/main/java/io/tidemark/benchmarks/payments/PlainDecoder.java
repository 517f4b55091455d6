package io.tidemark.benchmarks.payments;

import io.tidemark.benchmarks.payments.PaymentEvent.Paid;
import java.util.Map;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/** Decoding as one would write it by hand with the same library. Thread-safe. */
public final class PlainDecoder {
  private static final Map<String, ObjectReader> READERS =
      Map.of(PaymentEvent.TYPE, JsonMapper.builder().build().readerFor(Paid.class));

  private PlainDecoder() {}

  public static Paid decode(String type, String data) {
    ObjectReader reader = READERS.get(type);
    if (reader == null) {
      throw new IllegalArgumentException("Unknown type " + type);
    }
    return reader.readValue(data);
  }
}
