package io.tidemark.benchmarks.streams.peer;

import io.tidemark.benchmarks.streams.Rows;
import java.io.Serializable;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/** Tells what comes out of a job of Flink, which runs in this process. */
record RowSink<T>(Teller<T> teller) implements Sink<T> {
  private static volatile Rows rows = new Rows();

  /** Tells one row. */
  interface Teller<T> extends Serializable {
    void tell(T row, Rows.Part out);
  }

  /** From now on. */
  static void tellTo(Rows other) {
    rows = other;
  }

  @Override
  public SinkWriter<T> createWriter(WriterInitContext context) {
    Rows.Part out = rows.part();
    return new SinkWriter<>() {
      @Override
      public void write(T row, Context any) {
        teller.tell(row, out);
      }

      @Override
      public void flush(boolean endOfInput) {
        out.flush();
      }

      @Override
      public void close() {
        out.flush();
      }
    };
  }
}
