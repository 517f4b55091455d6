package io.tidemark.projection;

import io.tidemark.RecordedEvent;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An event that was put aside for one row instead of changing it, once however many changes of that
 * row it makes.
 *
 * <p>Not API.
 *
 * @param key of the row
 * @param event that was put aside
 * @param error why; empty if it only waits behind another one
 * @param isWaiting whether it and all later ones of the row wait; else it is skipped
 * @param isDecoded whether it could be decoded
 */
public record PutAside<K>(
    K key, RecordedEvent event, Optional<String> error, boolean isWaiting, boolean isDecoded) {
  private static final Logger LOG = LoggerFactory.getLogger(Projection.class);

  /**
   * Tells the log, in one line for each batch, of those that were refused; those behind them only
   * wait. So nothing is skipped in silence.
   */
  public static <K> void tell(Projection<K, ?> projection, List<PutAside<K>> aside) {
    List<PutAside<K>> refused = aside.stream().filter(each -> each.error().isPresent()).toList();
    if (refused.isEmpty()) {
      return;
    }
    PutAside<K> first = refused.get(0);
    LOG.warn(
        "Projection {} has {} {} event(s), the first at position {} of key {}: {}",
        projection.name(),
        first.isWaiting() ? "parked" : "skipped",
        refused.size(),
        first.event().position(),
        first.key(),
        first.error().orElseThrow());
  }
}
