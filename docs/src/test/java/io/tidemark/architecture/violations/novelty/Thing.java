package io.tidemark.architecture.violations.novelty;

import io.tidemark.architecture.violations.util.Strings;

/** Planted: a package that nobody has written into the import table, and that imports another. */
final class Thing {
  Strings drawer = new Strings();
}
