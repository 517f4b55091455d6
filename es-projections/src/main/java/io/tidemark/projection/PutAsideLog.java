package io.tidemark.projection;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the log what was put aside, in one line for each batch: nothing is skipped in silence.
 *
 * <p>Not API.
 */
public final class PutAsideLog {
  private static final Logger LOG = LoggerFactory.getLogger(Projection.class);

  private PutAsideLog() {}

  /** Tells of those that were refused; those behind them only wait. */
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
