package io.tidemark.postgres.read;

import io.tidemark.TidemarkException;
import io.tidemark.jdbc.DirectConnections;
import io.tidemark.jdbc.Jdbc;
import io.tidemark.jdbc.Session;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells other processes how far the log reaches, and listens to them. Only a hint: losing one costs
 * the waiters the time until the next look, and a false one, which any role can send, costs one
 * look. So it is sent after the commit and at a {@link HintPace}, where it costs the appends
 * nothing; inside their transactions it would.
 *
 * <p>That LISTEN was executed does not mean that anything is heard: behind a pooler it may have
 * been another session's. So whoever listens calls himself, again and again until he is heard, and
 * only a connection that has brought its own call is relied on: what others send may be let through
 * by chance. From then on its thread takes the looks that are due from time to time, on that
 * connection, which shows whether it is there still and costs no connection of a pool. It is
 * replaced now and then: one that is kept for ever may lead to where the database was once.
 */
final class HeadNotifications implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HeadNotifications.class);
  private static final int LISTEN_MILLIS = 500;
  private static final int RECONNECT_MILLIS = 1_000;
  private static final Times TIMES = new Times(Duration.ofMinutes(30), Duration.ofSeconds(30));

  private final Jdbc jdbc;
  private final DirectConnections connections;
  private final HeadSignal signal;
  private final String schema;
  private final String channel;
  private final ScheduledExecutorService sender;
  private final AtomicLong latest = new AtomicLong();
  private final HintPace pace = new HintPace(System.nanoTime());
  private final AtomicBoolean scheduled = new AtomicBoolean();
  private final Times times;
  private @Nullable Thread listener;
  private volatile @Nullable Connection listening;
  private volatile boolean closed;

  /**
   * Of the connection that listens.
   *
   * @param lifetime after which it is replaced
   * @param betweenCalls as long as none is heard
   */
  record Times(Duration lifetime, Duration betweenCalls) {}

  HeadNotifications(Jdbc jdbc, DirectConnections connections, HeadSignal signal, String schema) {
    this(jdbc, connections, signal, schema, TIMES);
  }

  /** With other times than half an hour and half a minute. For tests. */
  HeadNotifications(
      Jdbc jdbc, DirectConnections connections, HeadSignal signal, String schema, Times times) {
    this.jdbc = jdbc;
    this.connections = connections;
    this.signal = signal;
    this.schema = schema;
    this.times = times;
    this.channel = "tidemark_" + schema;
    this.sender =
        Executors.newSingleThreadScheduledExecutor(
            task -> daemon(new Thread(task, "tidemark-notify-" + schema)));
  }

  private static Thread daemon(Thread thread) {
    thread.setDaemon(true);
    return thread;
  }

  /** Will tell the others soon. */
  void send(long position) {
    latest.accumulateAndGet(position, Math::max);
    pace.committed();
    if (scheduled.compareAndSet(false, true)) {
      try {
        var unused =
            sender.schedule(this::sendNow, pace.left(System.nanoTime()), TimeUnit.NANOSECONDS);
      } catch (RejectedExecutionException e) {
        LOG.trace("Closed before the hint was sent", e);
      }
    }
  }

  private void sendNow() {
    pace.sent(System.nanoTime()); // before: who comes after this is told of by the next
    scheduled.set(false);
    // Taken, not kept: after a failover the log may end before what was once the latest.
    long position = latest.getAndSet(0);
    if (position != 0) { // else the hint before this one told of it
      send(Long.toString(position));
    }
  }

  private void send(String text) {
    try {
      jdbc.query("select pg_notify(?, ?)", row -> 0, channel, text);
    } catch (TidemarkException e) {
      LOG.debug("Not notified, those who wait will poll", e);
    }
  }

  /** By another session than the one that listens, as all others notify. */
  private void call(String call) {
    try {
      sender.execute(() -> send(call));
    } catch (RejectedExecutionException e) {
      LOG.trace("Closed before the call was sent", e);
    }
  }

  /** Starts listening, if it does not yet. */
  synchronized void listen() {
    if (listener == null && !closed) {
      Thread thread = daemon(new Thread(this::listenUntilClosed, "tidemark-listen-" + channel));
      thread.start(); // there may be no threads left, but the next time
      listener = thread;
    }
  }

  private void listenUntilClosed() {
    while (!closed) {
      try (Connection connection = connections.open("tidemark-listener")) {
        listening = connection;
        try {
          listen(connection);
        } catch (SQLException | RuntimeException | Error e) {
          DirectConnections.breakOff(connection); // it may listen still
          throw e;
        } finally {
          listening = null;
          signal.hearing(false);
        }
      } catch (SQLException | RuntimeException | Error e) { // nothing is left of what failed
        LOG.debug("Not listening for a while, polling instead", e);
        if (!closed) {
          pause();
        }
      }
    }
  }

  /** Whoever lends connections gets this one back as it was. */
  private void listen(Connection connection) throws SQLException {
    if (closed) {
      return;
    }
    long begun = System.nanoTime();
    try (Statement statement = connection.createStatement()) {
      statement.execute("listen " + channel);
      PGConnection notifications = connection.unwrap(PGConnection.class);
      String call = "does anybody hear this? " + UUID.randomUUID();
      EndOfLog endOfLog = EndOfLog.ofListener(schema);
      Session session = new Session(connection);
      boolean isHeard = false;
      long calls = 0;
      for (long age = 0;
          !closed && age < times.lifetime().toNanos();
          age = System.nanoTime() - begun) {
        if (!isHeard && age >= calls * times.betweenCalls().toNanos()) {
          call(call);
          calls++;
        }
        signal.lookBesides(() -> endOfLog.in(session));
        isHeard |= receive(notifications.getNotifications(LISTEN_MILLIS), call);
        signal.hearing(isHeard);
      }
      statement.execute("unlisten " + channel);
    }
  }

  /** Tells what others tell, and whether the call was among it. */
  private boolean receive(PGNotification @Nullable [] notifications, String call) {
    boolean isHeard = false;
    if (notifications != null) {
      for (PGNotification notification : notifications) {
        String text = notification.getParameter();
        isHeard |= text.equals(call);
        if (text.matches("[0-9]{1,18}")) {
          signal.told(Long.parseLong(text));
        }
      }
    }
    return isHeard;
  }

  /** Nobody interrupts this thread to any purpose, and it must not try without a pause. */
  private static void pause() {
    try {
      Thread.sleep(RECONNECT_MILLIS);
    } catch (InterruptedException e) {
      LOG.trace("Interrupted between two connections", e);
    }
  }

  @Override
  public void close() {
    closed = true;
    sender.shutdown();
    try {
      sender.awaitTermination(1, TimeUnit.SECONDS);
      Thread thread;
      synchronized (this) {
        thread = listener;
      }
      if (thread != null) {
        thread.join(2L * LISTEN_MILLIS);
        breakOffIfHanging(thread);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A server that is frozen gives no answer, to a connection that seems well. */
  private void breakOffIfHanging(Thread thread) throws InterruptedException {
    Connection connection = listening;
    if (thread.isAlive() && connection != null) {
      DirectConnections.breakOff(connection);
      thread.join(LISTEN_MILLIS);
    }
  }
}
