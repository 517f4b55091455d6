package io.tidemark.stage;

import static java.util.stream.Collectors.joining;

import io.tidemark.dataflow.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The elements of several stages. */
record Merged<R>(List<Elements<R>> parts) implements Elements<R> {
  /**
   * All of them. What is made of the same events is made of them at once, so that they are read
   * once.
   */
  static <R> Elements<R> of(List<Elements<R>> some) {
    List<Elements<R>> parts = new ArrayList<>();
    for (Elements<R> each : some) {
      if (each instanceof Merged<R> merged) {
        merged.parts.forEach(part -> add(part, parts));
      } else {
        add(each, parts);
      }
    }
    return parts.size() == 1 ? parts.get(0) : new Merged<>(List.copyOf(parts));
  }

  private static <R> void add(Elements<R> added, List<Elements<R>> parts) {
    for (int i = 0; i < parts.size(); i++) {
      if (added instanceof Told<?, R> more
          && parts.get(i) instanceof Told<?, R> there
          && more.events().equals(there.events())) {
        parts.set(i, both(there, more));
        return;
      }
    }
    parts.add(added);
  }

  @SuppressWarnings("unchecked") // what reads the same events by the same codec gives the same
  private static <E, R> Told<E, R> both(Told<E, R> some, Told<?, R> others) {
    return some.and(((Told<E, R>) others).all(), others);
  }

  @Override
  public boolean isLasting() {
    return parts.stream().allMatch(Elements::isLasting);
  }

  @Override
  public boolean isOneOfEvent() {
    List<Told<?, R>> told = told();
    for (int i = 0; i < told.size(); i++) {
      for (int j = 0; j < i; j++) {
        if (told.get(i).events().selector().overlaps(told.get(j).events().selector())) {
          return false;
        }
      }
    }
    return !told.isEmpty() && told.stream().allMatch(Elements::isOneOfEvent);
  }

  @Override
  public String inWords() {
    return parts.stream().map(Elements::inWords).collect(joining(", ", "(", ")"));
  }

  @Override
  public Stream<Object> code() {
    return parts.stream().flatMap(Elements::code);
  }

  @Override
  public <T> Elements<T> through(Step<R, T> step) {
    List<Elements<T>> all = new ArrayList<>();
    parts.forEach(part -> all.add(part.through(step)));
    return new Merged<>(List.copyOf(all));
  }

  @Override
  public List<Told<?, R>> told() {
    List<Told<?, R>> all = new ArrayList<>();
    for (Elements<R> part : parts) {
      if (part.told().isEmpty()) {
        return List.of();
      }
      all.addAll(part.told());
    }
    return List.copyOf(all);
  }

  @Override
  public Plan plan(Numbering sources, Shape shape) {
    return new Plan.Union(parts.stream().map(part -> part.plan(sources, shape)).toList());
  }
}
