package io.tidemark.subscription;

import java.util.List;

/**
 * Subscribers that share one piece of work, of which there may be more or fewer as time goes: the
 * shards of a projection. A runner asks for the members again and again, and drives each on a
 * thread of its own. Thread-safe.
 */
public interface SubscriberGroup extends AutoCloseable {
  /** Its name, the same in every process. */
  String name();

  /** Takes part in the work from now on. A second call does nothing. */
  void join();

  /**
   * Those that there are now, the same objects as long as they stay; quick, and without asking a
   * database.
   */
  List<Subscriber> members();

  /** Takes part no more, and gives back what it had; does not throw. */
  @Override
  void close();
}
