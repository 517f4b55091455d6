package io.tidemark.store;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Appends that travel in one commit, for a {@link StoreListener}.
 *
 * @param contexts what the listener gave when they started, one for each append, in the order in
 *     which they are stored; with nulls, if it gave such
 * @param events how many events they have
 * @param characters of data and metadata
 */
public record AppendBatch(List<@Nullable Object> contexts, int events, long characters) {
  /** Of these. */
  public AppendBatch {
    contexts = Collections.unmodifiableList(new ArrayList<>(contexts));
  }
}
