package io.tidemark.terminal;

/** A JSON array, written as its items come, one per line. Not thread-safe. */
public final class JsonList implements AutoCloseable {
  private final Output out;
  private boolean begun;

  /** Printed there. */
  public JsonList(Output out) {
    this.out = out;
  }

  /** Prints the next item. */
  public void add(JsonLine item) {
    out.stream().print((begun ? ",\n " : "[") + item);
    begun = true;
  }

  /** Ends the array. */
  @Override
  public void close() {
    out.line(begun ? "]" : "[]");
  }
}
