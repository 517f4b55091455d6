package io.tidemark.bank.cli;

/** A JSON array, written as its items come, one per line. */
final class JsonList implements AutoCloseable {
  private final Output out;
  private boolean begun;

  JsonList(Output out) {
    this.out = out;
  }

  void add(Json item) {
    out.stream().print((begun ? ",\n " : "[") + item);
    begun = true;
  }

  @Override
  public void close() {
    out.line(begun ? "]" : "[]");
  }
}
