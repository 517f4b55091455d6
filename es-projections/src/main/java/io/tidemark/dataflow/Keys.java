package io.tidemark.dataflow;

import java.util.ArrayList;
import java.util.List;

/** Of columns that tell rows apart. */
final class Keys {
  private Keys() {}

  /** Of pairs of rows: the key of the left one, and then that of the right one. */
  static List<Integer> joined(List<Integer> left, List<Integer> right, int leftWidth) {
    List<Integer> both = new ArrayList<>(left);
    right.forEach(index -> both.add(index + leftWidth));
    return List.copyOf(both);
  }
}
