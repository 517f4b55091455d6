package io.tidemark.admin;

import io.tidemark.RecordedEvent;
import io.tidemark.subscription.Subscription;
import java.time.Duration;
import java.util.List;

/** The selected events one after the other: first those that are there, then those that come. */
public final class EventFeed {
  private final Subscription subscription;
  private final EventSelection selection;

  EventFeed(Subscription subscription, EventSelection selection) {
    this.subscription = subscription;
    this.selection = selection;
  }

  /**
   * The next of them. Waits if there are none yet; may return without any. After a {@link
   * io.tidemark.StoreUnavailableException} it can be called again and goes on where it was.
   *
   * @throws io.tidemark.subscription.LogRewoundException if the log is no longer what it was up to
   *     here
   */
  public List<RecordedEvent> next(Duration wait) {
    return subscription.next(wait).events().stream().filter(selection::includes).toList();
  }

  /** The position up to which all was handed out. */
  public long position() {
    return subscription.position();
  }
}
