package peers;

import java.io.FileWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import peers.Works.Entry;

/**
 * java -cp ... peers.Bench schema DATABASE java -cp ... peers.Bench WORK[,WORK...] ROUNDS SECONDS
 * Each workload runs in rounds; in a round every peer runs once, in turn. Round 0 warms up and is
 * dropped. Each measurement is appended to results.csv: workload, peer, round, value(s).
 */
public final class Bench {
  public static void main(String[] args) throws Exception {
    if (args[0].equals("schema")) {
      Db.execute(args[1], LimitPeer.SCHEMA);
      TidemarkPeer.createSchema(args[1]);
      try (var axon = new AxonPeer(args[1], 100, 1, false)) {
        axon.createSchema();
      }
      System.exit(0);
    }
    int rounds = Integer.parseInt(args[1]);
    var open = new OpenPeers();
    var works = new Works(open, new Workloads(Double.parseDouble(args[2])));
    for (String work : args[0].split(",")) {
      List<Entry> entries = works.entries(work);
      String only = System.getProperty("only", "");
      if (!only.isEmpty())
        entries =
            entries.stream()
                .filter(e -> Arrays.stream(only.split(",")).anyMatch(e.name()::contains))
                .toList();
      var values = new LinkedHashMap<String, List<String>>();
      for (int round = 0; round <= rounds; round++) {
        for (Entry e : entries) {
          String value;
          try {
            value = e.run().call();
          } catch (Exception x) {
            x.printStackTrace();
            value = "failed";
          }
          if (round == 0) continue;
          values.computeIfAbsent(e.name(), k -> new ArrayList<>()).add(value);
          try (var out = new FileWriter("results.csv", true)) {
            out.write(
                work + ",\"" + e.name() + "\"," + round + "," + value.replace(' ', ',') + "\n");
          }
        }
      }
      values.forEach(
          (name, v) -> System.out.println(work + " | " + name + " | " + String.join(" ; ", v)));
      open.close();
    }
    System.exit(0);
  }
}
