package peers;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.IntFunction;

/**
 * Who takes part in which work. The first of each list is what the others are compared with.
 *
 * @param open the peers
 * @param run the workloads
 */
record Works(OpenPeers open, Workloads run) {
  /** One contestant of one workload: a name and a measurement. */
  record Entry(String name, Callable<String> run) {}

  List<Entry> entries(String work) {
    String w = "peers_w", r = "peers_r", p = "peers_p";
    String secs = run.seconds();
    return switch (work) {
      case "w1" -> writers(w, work, secs, 1, 1);
      case "w2" -> writers(w, work, secs, 16, 1);
      case "w3" -> writers(w, work, secs, 16, 10);
      case "w4" ->
          List.of(
              new Entry("limit (insert, unique index)", () -> run.hotStream(open.limit(w))),
              new Entry("tidemark append", () -> run.hotStream(open.tidemark(w))),
              new Entry(
                  "tidemark AggregateRepository (no conflicts)",
                  () -> run.hotStream(open.tidemarkCommands(w))),
              new Entry("axon 4", () -> run.hotStream(open.axon(w))),
              new Entry("message-db", () -> run.hotStream(open.messageDb(w))),
              new Entry("pekko (one actor, no conflicts)", () -> run.hotStream(open.pekko(w))),
              new Entry("emmett", () -> Child.node(work, w, secs)));
      case "w5long", "w5short" -> {
        IntFunction<String> name =
            i -> ("account-" + (work.equals("w5long") ? "L" : "S") + String.format("%06d", i));
        int count = work.equals("w5long") ? 180 : 2000;
        yield List.of(
            new Entry("limit (select + Jackson)", () -> run.loads(open.limit(r), name, count)),
            new Entry("tidemark", () -> run.loads(open.tidemark(r), name, count)),
            new Entry("axon 4 default (batch 100)", () -> run.loads(open.axon(r), name, count)),
            new Entry("axon 4 tuned (batch 5000)", () -> run.loads(open.axonTuned(r), name, count)),
            new Entry("message-db", () -> run.loads(open.messageDb(r), name, count)),
            new Entry("pekko (actor recovery)", () -> run.loads(open.pekko(r), name, count)),
            new Entry("emmett (200k log)", () -> Child.node(work, p, secs)));
      }
      case "w6" ->
          List.of(
              new Entry(
                  "L4 cursor, rows discarded",
                  () -> run.rate(() -> ((LimitPeer) open.limit(r)).cursor(false).events)),
              new Entry("L5 cursor + Jackson", () -> run.rate(() -> open.limit(r).replay().events)),
              new Entry(
                  "L6 COPY to stdout, raw",
                  () -> run.rate(() -> ((LimitPeer) open.limit(r)).copyOut())),
              new Entry("tidemark", () -> run.rate(() -> open.tidemark(r).replay().events)),
              new Entry(
                  "axon 4 default (batch 100)", () -> run.rate(() -> open.axon(r).replay().events)),
              new Entry(
                  "axon 4 tuned (batch 5000)",
                  () -> run.rate(() -> open.axonTuned(r).replay().events)),
              new Entry(
                  "message-db default (batch 1000)",
                  () -> run.rate(() -> open.messageDb(r).replay().events)),
              new Entry(
                  "message-db tuned (batch 10000)",
                  () -> run.rate(() -> open.messageDbTuned(r).replay().events)));
      case "w6pekko" ->
          List.of(
              new Entry("L5 cursor + Jackson", () -> run.rate(() -> open.limit(r).replay().events)),
              new Entry(
                  "pekko default (buffer 500)",
                  () -> run.rate(() -> open.pekko(r).replay().events)),
              new Entry(
                  "pekko tuned (buffer 10000)",
                  () -> run.rate(() -> open.pekkoTuned(r).replay().events)));
      case "w6emmett" ->
          List.of(
              new Entry(
                  "L5 cursor + Jackson (200k)",
                  () -> run.rate(() -> open.limit(p).replay().events)),
              new Entry(
                  "emmett default (batch 100, first 10k of 200k)",
                  () -> Child.node("w6", p, "10000", "100")),
              new Entry(
                  "emmett tuned (batch 5000, first 50k of 200k)",
                  () -> Child.node("w6", p, "50000", "5000")));
      case "w1axon5" -> axon5("w1", 1, 1, secs);
      case "w2axon5" -> axon5("w2", 16, 1, secs);
      case "w3axon5" -> axon5("w3", 16, 10, secs);
      case "w5longaxon5" ->
          List.of(
              new Entry(
                  "limit (select + Jackson)",
                  () -> run.loads(open.limit(p), i -> String.format("account-L%06d", i), 180)),
              new Entry(
                  "axon 4 default (batch 100)",
                  () -> run.loads(open.axon(p), i -> String.format("account-L%06d", i), 180)),
              new Entry(
                  "axon 5 JPA default (batch 100)",
                  () -> Child.run(Child.axon5Command("w5long", p, secs))));
      case "w6axon5" ->
          List.of(
              new Entry(
                  "L5 cursor + Jackson (200k)",
                  () -> run.rate(() -> open.limit(p).replay().events)),
              new Entry(
                  "axon 4 default (batch 100, 200k)",
                  () -> run.rate(() -> open.axon(p).replay().events)),
              new Entry(
                  "axon 5 JPA default (batch 100, 200k)",
                  () -> Child.run(Child.axon5Command("w6", p, "200000"))));
      case "w7" ->
          List.of(
              new Entry(
                  "limit (server-side upsert, 1000 per commit, 200k)",
                  () -> run.rate(() -> run.project(open.limit(p), 200_000))),
              new Entry(
                  "tidemark exactly-once projection (200k)",
                  () -> run.rate(() -> run.project(open.tidemark(p), 200_000))),
              new Entry(
                  "axon 4 pooled processor, batch 1000 (100k)",
                  () -> run.rate(() -> run.project(open.axonTuned(p), 100_000))),
              new Entry(
                  "pekko projection groupedWithin 1000 (100k)",
                  () -> run.rate(() -> run.project(open.pekkoTuned(p), 100_000))),
              new Entry(
                  "emmett projector, batch 1000 (200k)",
                  () -> Child.node("w7", p, "200000", "1000")));
      case "w7default" ->
          List.of(
              new Entry(
                  "limit (server-side upsert, 1000 per commit, 200k)",
                  () -> run.rate(() -> run.project(open.limit(p), 200_000))),
              new Entry(
                  "axon 4 pooled processor, default batch 1 (10k)",
                  () -> run.rate(() -> run.project(open.axon(p), 10_000))),
              new Entry(
                  "pekko projection groupedWithin default 20 (10k)",
                  () -> run.rate(() -> run.project(open.pekko(p), 10_000))));
      case "w8" ->
          List.of(
              new Entry(
                  "limit (LISTEN/NOTIFY)",
                  () -> run.latency(open.peer("notify", () -> new LimitPeer(w, true)))),
              new Entry("limit (poll 10 ms)", () -> run.latency(open.limit(w))),
              new Entry("tidemark, same JVM", () -> run.latency(open.tidemark(w))),
              new Entry("tidemark, other node", () -> run.latency(open.tidemarkOther(w))),
              new Entry("axon 4 pooled processor, same JVM", () -> run.latency(open.axon(w))),
              new Entry(
                  "axon 4 pooled processor, other node (fetchDelay 1 s default)",
                  () -> run.latency(open.peer("axonOther", () -> new AxonPeer(w, 100, 1, true)))),
              new Entry(
                  "axon 4 tracking processor, same JVM",
                  () -> run.latency(open.axon(w), ((AxonPeer) open.axon(w))::subscribeTracking)),
              new Entry(
                  "axon 4 tracking processor, other node (fetchDelay 1 s default)",
                  () -> {
                    var other =
                        (AxonPeer) open.peer("axonOther", () -> new AxonPeer(w, 100, 1, true));
                    return run.latency(other, other::subscribeTracking);
                  }),
              new Entry("message-db (own poll loop, 100 ms)", () -> run.latency(open.messageDb(w))),
              new Entry("pekko default (1 s)", () -> run.latency(open.pekko(w))),
              new Entry("pekko tuned (50 ms)", () -> run.latency(open.pekkoTuned(w))),
              new Entry(
                  "emmett default (50 ms, batch 100), near-empty log",
                  () -> Child.node("w8", "peers_e", secs, "100")),
              new Entry(
                  "emmett default (50 ms, batch 100), log of the write tests",
                  () -> Child.node("w8", w, secs, "100")));
      case "bulk" -> {
        var list = new ArrayList<Entry>();
        for (String how : List.of("insert", "unnest", "copy"))
          for (int batch : new int[] {1000, 10_000})
            list.add(
                new Entry(
                    (how.equals("copy") ? "L3 copy" : "L2 " + how) + ", " + batch + " per commit",
                    () ->
                        run.rate(
                            () -> ((LimitPeer) open.limit(w)).bulk(how, batch, run.length()))));
        yield list;
      }
      default -> throw new IllegalArgumentException(work);
    };
  }

  List<Entry> writers(String w, String work, String secs, int threads, int size) {
    var list =
        new ArrayList<Entry>(
            List.of(
                new Entry(
                    size == 1 ? "L1 limit (one-row insert)" : "L2 limit (unnest insert)",
                    () -> run.appenders(open.limit(w), threads, size, "account")),
                new Entry(
                    "tidemark", () -> run.appenders(open.tidemark(w), threads, size, "account")),
                new Entry("axon 4", () -> run.appenders(open.axon(w), threads, size, "account"))));
    if (size > 1)
      list.add(
          new Entry(
              "axon 4 + reWriteBatchedInserts",
              () -> run.appenders(open.axonTuned(w), threads, size, "account")));
    list.add(
        new Entry(
            "message-db (one category)",
            () -> run.appenders(open.messageDb(w), threads, size, "account")));
    if (threads > 1)
      list.add(
          new Entry(
              "message-db (a category per thread)",
              () -> run.appenders(open.messageDb(w), threads, size, null)));
    list.add(
        new Entry("pekko (tagged)", () -> run.appenders(open.pekko(w), threads, size, "account")));
    list.add(new Entry("emmett", () -> Child.node(work, w, secs)));
    return list;
  }

  List<Entry> axon5(String work, int threads, int size, String secs) {
    String w = "peers_w";
    return List.of(
        new Entry(
            "limit (one statement per append)",
            () -> run.appenders(open.limit(w), threads, size, "account")),
        new Entry("axon 4", () -> run.appenders(open.axon(w), threads, size, "account")),
        new Entry("axon 5 JPA", () -> Child.run(Child.axon5Command(work, w, secs))));
  }
}
