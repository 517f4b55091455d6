package io.tidemark.window;

/** The key of windows that are of all keys together, of which rows have no component. */
public enum AllKeys {
  /** The only one. */
  ALL
}
