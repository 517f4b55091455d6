package io.tidemark.subscription;

import io.tidemark.store.EventStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The workers of a group, one for each of its members, as they come and go. Thread-safe. */
final class GroupWorkers {
  private final EventStore store;
  private final SubscriberGroup group;
  private final RunnerOptions options;
  private final Map<Subscriber, SubscriberWorker> workers = new LinkedHashMap<>();

  GroupWorkers(EventStore store, SubscriberGroup group, RunnerOptions options) {
    this.store = store;
    this.group = group;
    this.options = options;
  }

  String name() {
    return group.name();
  }

  void join() {
    group.join();
  }

  /** Closes the workers of members that are gone, and gives those of members that are new. */
  synchronized List<SubscriberWorker> update() {
    List<Subscriber> members = group.members();
    workers.entrySet().removeIf(entry -> isGone(entry, members));
    List<SubscriberWorker> added = new ArrayList<>();
    for (Subscriber member : members) {
      workers.computeIfAbsent(
          member,
          found -> {
            SubscriberWorker worker = new SubscriberWorker(store, found, options);
            added.add(worker);
            return worker;
          });
    }
    return added;
  }

  private static boolean isGone(
      Map.Entry<Subscriber, SubscriberWorker> entry, List<Subscriber> members) {
    if (members.contains(entry.getKey())) {
      return false;
    }
    entry.getValue().close();
    return true;
  }

  synchronized List<SubscriberWorker> workers() {
    return List.copyOf(workers.values());
  }

  /** After its workers have ended, so that nobody takes over what one of them is still at. */
  void leave() {
    group.close();
  }
}
