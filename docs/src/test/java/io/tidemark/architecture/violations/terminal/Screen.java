package io.tidemark.architecture.violations.terminal;

import io.tidemark.architecture.violations.util.Strings;

/** Planted: a terminal that knows another package of ours. */
final class Screen {
  Strings drawer = new Strings();
}
