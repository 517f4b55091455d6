package peers;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import java.util.function.LongConsumer;

/** What is measured: each method does one workload with one peer and gives the figure as text. */
final class Workloads {
  private final double seconds;

  Workloads(double seconds) {
    this.seconds = seconds;
  }

  double length() {
    return seconds;
  }

  String seconds() {
    return String.valueOf((int) seconds);
  }

  /**
   * {@code threads} appenders, each on its own 50 streams in turn; a first untimed pass creates the
   * streams.
   */
  String appenders(Peer peer, int threads, int size, String category) throws Exception {
    String run = Long.toString(System.nanoTime(), 36);
    var stop = new AtomicBoolean();
    var measuring = new AtomicBoolean();
    var count = new AtomicLong();
    var warm = new CountDownLatch(threads);
    var pool = Executors.newFixedThreadPool(threads);
    for (int t = 0; t < threads; t++) {
      String prefix = (category == null ? "account" + t : category) + "-" + run + "-" + t + "-";
      pool.submit(
          () -> {
            try {
              var versions = new long[50];
              for (int i = 0; !stop.get(); i++) {
                int k = i % 50;
                peer.append(prefix + k, versions[k], Event.list(prefix + k, versions[k], size));
                versions[k] += size;
                if (i == 49) warm.countDown();
                if (measuring.get() && !stop.get()) count.addAndGet(size);
              }
            } catch (Exception e) {
              e.printStackTrace();
            }
          });
    }
    warm.await();
    measuring.set(true);
    long from = System.nanoTime();
    Thread.sleep((long) (seconds * 1000));
    double rate = count.get() * 1e9 / (System.nanoTime() - from);
    stop.set(true);
    pool.shutdown();
    pool.awaitTermination(30, TimeUnit.SECONDS);
    return format(rate);
  }

  /** 16 threads on one stream; each keeps the version it knows and re-reads it after a conflict. */
  String hotStream(Peer peer) throws Exception {
    String stream = "account-hot-" + Long.toString(System.nanoTime(), 36);
    peer.append(stream, 0, Event.list(stream, 0, 1));
    var stop = new AtomicBoolean();
    var done = new AtomicLong();
    var conflicts = new AtomicLong();
    var pool = Executors.newFixedThreadPool(16);
    long from = System.nanoTime();
    for (int t = 0; t < 16; t++) {
      pool.submit(
          () -> {
            try {
              long version = 1;
              while (!stop.get()) {
                try {
                  peer.append(stream, version, Event.list(stream, version, 1));
                  version++;
                  if (!stop.get()) done.incrementAndGet();
                } catch (Peer.Conflict c) {
                  conflicts.incrementAndGet();
                  version = peer.version(stream);
                }
              }
            } catch (Exception e) {
              e.printStackTrace();
            }
          });
    }
    Thread.sleep((long) (seconds * 1000));
    double rate = done.get() * 1e9 / (System.nanoTime() - from);
    stop.set(true);
    pool.shutdown();
    pool.awaitTermination(30, TimeUnit.SECONDS);
    return format(rate);
  }

  String loads(Peer peer, IntFunction<String> name, int count) throws Exception {
    int n = 0;
    long from = System.nanoTime(), end = from + (long) (seconds * 1e9);
    while (System.nanoTime() < end) {
      Totals t = peer.load(name.apply(n++ % count));
      long expected = count == 180 ? 1000 : 10;
      if (t.events != expected) throw new IllegalStateException("loaded " + t.events);
    }
    return format(n * 1e9 / (System.nanoTime() - from));
  }

  String rate(Callable<Long> work) throws Exception {
    long from = System.nanoTime();
    long n = work.call();
    return format(n * 1e9 / (System.nanoTime() - from));
  }

  long project(Peer peer, long events) throws Exception {
    peer.project(events);
    return events;
  }

  /**
   * 500 appends per second from 4 threads, new streams; milliseconds from append returned to
   * handler called: p50 p99.
   */
  String latency(Peer peer) throws Exception {
    return latency(peer, peer::subscribe);
  }

  interface Subscriber {
    AutoCloseable subscribe(LongConsumer handler) throws Exception;
  }

  String latency(Peer peer, Subscriber subscriber) throws Exception {
    int rate = 500, total = (int) (rate * seconds);
    var committed = new long[total];
    var handled = new long[total];
    var left = new CountDownLatch(total);
    String run = Long.toString(System.nanoTime(), 36);
    try (AutoCloseable subscription =
        subscriber.subscribe(
            n -> {
              if (handled[(int) n] == 0) {
                handled[(int) n] = System.nanoTime();
                left.countDown();
              }
            })) {
      Thread.sleep(3000);
      var pool = Executors.newFixedThreadPool(4);
      long start = System.nanoTime();
      for (int t = 0; t < 4; t++) {
        int first = t;
        pool.submit(
            () -> {
              try {
                for (int n = first; n < total; n += 4) {
                  long due = start + n * 1_000_000_000L / rate;
                  while (System.nanoTime() < due) LockSupport.parkNanos(due - System.nanoTime());
                  String stream = "account-lat-" + run + "-" + n;
                  peer.append(stream, 0, List.of(Event.of(stream, n)));
                  committed[n] = System.nanoTime();
                }
              } catch (Exception e) {
                e.printStackTrace();
              }
            });
      }
      pool.shutdown();
      pool.awaitTermination((long) seconds * 4 + 10, TimeUnit.SECONDS);
      if (!left.await(15, TimeUnit.SECONDS))
        System.err.println(peer.getClass() + ": " + left.getCount() + " events not handled");
    }
    var delays = new ArrayList<Double>();
    for (int n = rate; n < total; n++) // the first second warms up
    if (handled[n] != 0) delays.add(Math.max(0, (handled[n] - committed[n]) / 1e6));
    delays.sort(null);
    return String.format(
        "%.2f %.2f", delays.get(delays.size() / 2), delays.get((int) (delays.size() * 0.99)));
  }

  static String format(double rate) {
    return String.format("%.1f", rate);
  }
}
