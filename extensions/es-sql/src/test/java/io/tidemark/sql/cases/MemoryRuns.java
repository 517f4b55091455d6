package io.tidemark.sql.cases;

import io.tidemark.dataflow.Change;
import io.tidemark.dataflow.Dataflow;
import io.tidemark.dataflow.MemoryState;
import io.tidemark.sql.cases.StreamCase.CaseChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The ways to carry a case out in memory. */
final class MemoryRuns {
  private MemoryRuns() {}

  static List<CaseRun> all() {
    List<CaseRun> runs = new ArrayList<>();
    runs.add(new Run("bounded", MemoryRuns::bounded));
    runs.add(new Run("rows at each position", MemoryRuns::rows));
    runs.add(new Run("changes at each position", MemoryRuns::changes));
    for (int size : List.of(1, 2, 3, Integer.MAX_VALUE)) {
      String name = "batches of " + (size == Integer.MAX_VALUE ? "all" : size);
      runs.add(new Run(name, query -> batches(query, size)));
    }
    runs.add(new Run("restart after each position", MemoryRuns::restarts));
    return runs;
  }

  private record Run(String name, Function<CaseQuery, Optional<String>> work) implements CaseRun {
    @Override
    public Optional<String> difference(CaseQuery query) {
      return work.apply(query);
    }
  }

  private static Optional<String> bounded(CaseQuery query) {
    List<Change> all = new ArrayList<>();
    Dataflow dataflow = query.dataflow(new MemoryState());
    all.addAll(dataflow.begin());
    query.inputs().forEach(input -> all.addAll(dataflow.apply(input)));
    all.addAll(dataflow.end());
    CaseChange rows = new CaseChange(List.of(), query.of().rows());
    return CaseRun.difference(
        "at the end", CaseRows.of(rows, query.query().columns()), CaseRows.of(all));
  }

  private static Optional<String> rows(CaseQuery query) {
    CaseRows expected = new CaseRows();
    CaseRows actual = new CaseRows();
    for (At at : told(query)) {
      expected.addAll(expected(query, at));
      actual.addAll(CaseRows.of(at.changes()));
      Optional<String> difference = CaseRun.difference("rows " + at.when(), expected, actual);
      if (difference.isPresent()) {
        return difference;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> changes(CaseQuery query) {
    for (At at : told(query)) {
      Optional<String> difference =
          CaseRun.difference(
              "changes " + at.when(), expected(query, at), CaseRows.of(at.changes()));
      if (difference.isPresent()) {
        return difference;
      }
      if (at.changes().stream().map(Change::row).distinct().count() != at.changes().size()) {
        return Optional.of("a row is told twice %s: %s".formatted(at.when(), at.changes()));
      }
    }
    return Optional.empty();
  }

  private static Optional<String> batches(CaseQuery query, int size) {
    Dataflow dataflow = query.dataflow(new MemoryState());
    CaseRows expected = expected(query, new At(0, List.of()));
    CaseRows actual = CaseRows.of(dataflow.begin());
    List<Dataflow.Input> inputs = query.inputs();
    for (int from = 0; from < inputs.size(); from += Math.min(size, inputs.size())) {
      List<Dataflow.Input> batch =
          inputs.subList(from, (int) Math.min(inputs.size(), (long) from + size));
      dataflow.expect(batch);
      for (Dataflow.Input input : batch) {
        actual.addAll(CaseRows.of(dataflow.apply(input)));
        expected.addAll(expected(query, new At(input.position(), List.of())));
      }
      Optional<String> difference =
          CaseRun.difference("rows after the batch from " + (from + 1), expected, actual);
      if (difference.isPresent()) {
        return difference;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> restarts(CaseQuery query) {
    List<Dataflow.Input> inputs = query.inputs();
    for (int at = 0; at <= inputs.size(); at++) {
      MemoryState state = new MemoryState();
      Dataflow first = query.dataflow(state);
      CaseRows actual = CaseRows.of(first.begin());
      for (Dataflow.Input input : inputs.subList(0, at)) {
        actual.addAll(CaseRows.of(first.apply(input)));
      }
      Dataflow second = query.dataflow(state);
      for (Dataflow.Input input : inputs.subList(at, inputs.size())) {
        actual.addAll(CaseRows.of(second.apply(input)));
      }
      actual.addAll(CaseRows.of(second.end()));
      CaseChange rows = new CaseChange(List.of(), query.of().rows());
      Optional<String> difference =
          CaseRun.difference(
              "at the end, restarted after " + at,
              CaseRows.of(rows, query.query().columns()),
              actual);
      if (difference.isPresent()) {
        return difference;
      }
    }
    return Optional.empty();
  }

  /** What a position does; the end of time is after all of them. */
  private record At(long position, List<Change> changes) {
    static final long END = Long.MAX_VALUE;

    String when() {
      return position == END ? "at the end" : "after " + position;
    }
  }

  private static List<At> told(CaseQuery query) {
    Dataflow dataflow = query.dataflow(new MemoryState());
    List<At> told = new ArrayList<>();
    told.add(new At(0, dataflow.begin()));
    query.inputs().forEach(input -> told.add(new At(input.position(), dataflow.apply(input))));
    told.add(new At(At.END, dataflow.end()));
    return told;
  }

  private static CaseRows expected(CaseQuery query, At at) {
    CaseChange change =
        at.position() == At.END
            ? query.of().atEnd()
            : query.of().changes().getOrDefault(at.position(), CaseChange.NONE);
    return CaseRows.of(change, query.query().columns());
  }
}
