package io.tidemark.aggregate;

/**
 * What a decision was built on was not stored, so it has to be made again. Never leaves the loop.
 */
final class SupersededException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SupersededException() {
    super("Superseded", null, false, false);
  }
}
