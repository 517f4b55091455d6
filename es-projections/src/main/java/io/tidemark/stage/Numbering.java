package io.tidemark.stage;

import io.tidemark.projection.Stages.Input;
import java.util.ArrayList;
import java.util.List;

/** Gives out the numbers of the sources of a plan. Not thread-safe. */
final class Numbering {
  private final List<Input<?>> inputs = new ArrayList<>();

  int add(Input<?> input) {
    inputs.add(input);
    return inputs.size() - 1;
  }

  List<Input<?>> inputs() {
    return List.copyOf(inputs);
  }
}
