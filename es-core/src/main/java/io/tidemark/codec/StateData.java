package io.tidemark.codec;

import java.util.Objects;

/**
 * A state as it is kept.
 *
 * @param type name of its class and shape
 * @param data the state, a JSON text
 */
public record StateData(String type, String data) {
  /** Nulls are refused. */
  public StateData {
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(data, "data");
  }
}
