package io.tidemark.bank.tour;

import java.util.List;

/**
 * Whose accounts the tour opens.
 *
 * @param suffix how their ids end, so that the tour can be taken again
 */
record Customers(String suffix) {
  String alice() {
    return "alice" + suffix;
  }

  String bob() {
    return "bob" + suffix;
  }

  List<String> both() {
    return List.of(alice(), bob());
  }

  /** How the ids of the many begin. */
  String prefixOfMany() {
    return "customer" + suffix + "-";
  }
}
