package io.tidemark.benchmarks.streams.peer;

import io.tidemark.benchmarks.streams.Event;
import io.tidemark.benchmarks.streams.Rows;
import io.tidemark.benchmarks.streams.Workload;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Each key has a short list of open sessions; a wheel of seconds says where one may close. */
final class BareSessions {
  private static final long SECOND = 1_000;

  private final Rows.Part out;
  private final Map<Integer, List<Session>> open = new HashMap<>();

  /** The keys of which a session may close then. */
  private final NavigableMap<Long, List<Integer>> wheel = new TreeMap<>();

  BareSessions(Rows.Part out) {
    this.out = out;
  }

  void fold(Event[] events) {
    long latest = Long.MIN_VALUE;
    for (Event event : events) {
      if (event.time() > latest) {
        if (event.time() / SECOND != latest / SECOND) {
          close(event.time() - Event.DELAY);
        }
        latest = event.time();
      }
      add(event);
    }
    open.forEach((key, sessions) -> sessions.forEach(session -> tell(key, session)));
  }

  private void add(Event event) {
    List<Session> sessions = open.get(event.key());
    if (sessions == null) {
      sessions = new ArrayList<>(1);
      open.put(event.key(), sessions);
    }
    Session into = reached(sessions, event.time());
    if (into == null) {
      into = new Session(event.time());
      sessions.add(into);
      put(into, event.key());
    }
    into.count++;
    into.sum += event.amount();
  }

  /** The session that an event goes on with, all that it joins being one. */
  private static @Nullable Session reached(List<Session> sessions, long time) {
    Session into = null;
    for (int i = 0; i < sessions.size(); i++) {
      Session session = sessions.get(i);
      if (time < session.begin - Workload.GAP || time > session.last + Workload.GAP) {
        continue;
      }
      if (into == null) {
        into = session;
        into.reach(time, time);
      } else {
        into.reach(session.begin, session.last);
        into.count += session.count;
        into.sum += session.sum;
        sessions.remove(i--);
      }
    }
    return into;
  }

  private void close(long watermark) {
    while (!wheel.isEmpty() && (wheel.firstKey() + 1) * SECOND <= watermark) {
      Map.Entry<Long, List<Integer>> first = wheel.pollFirstEntry();
      long second = first.getKey();
      for (Integer key : first.getValue()) {
        List<Session> sessions = open.get(key);
        if (sessions != null) {
          close(key, sessions, second, watermark);
        }
      }
    }
  }

  private void close(Integer key, List<Session> sessions, long second, long watermark) {
    for (int i = 0; i < sessions.size(); i++) {
      Session session = sessions.get(i);
      if (session.second == second && session.last + Workload.GAP <= watermark) {
        tell(key, session);
        sessions.remove(i--);
      } else if (session.second == second) {
        put(session, key);
      }
    }
    if (sessions.isEmpty()) {
      open.remove(key);
    }
  }

  private void put(Session session, Integer key) {
    session.second = (session.last + Workload.GAP) / SECOND;
    wheel.computeIfAbsent(session.second, any -> new ArrayList<>()).add(key);
  }

  private void tell(Integer key, Session session) {
    out.add(key, session.begin, session.count, session.sum);
  }

  private static final class Session {
    private long begin;
    private long last;
    private long count;
    private long sum;

    /** Where it is in the wheel. */
    private long second;

    Session(long time) {
      this.begin = time;
      this.last = time;
    }

    void reach(long first, long through) {
      begin = Math.min(begin, first);
      last = Math.max(last, through);
    }
  }
}
