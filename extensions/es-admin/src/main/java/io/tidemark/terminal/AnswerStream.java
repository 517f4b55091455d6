package io.tidemark.terminal;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Text in UTF-8 that remembers why it could not be written. Thread-safe. */
final class AnswerStream extends PrintStream {
  private static final int BUFFER = 8192;

  private final Watched target;

  /** Written there. */
  AnswerStream(OutputStream target) {
    this(new Watched(target));
  }

  private AnswerStream(Watched target) {
    super(new BufferedOutputStream(target, BUFFER), true, StandardCharsets.UTF_8);
    this.target = target;
  }

  /** Why not all was written; empty if it was, or if nobody wanted to read on. */
  Optional<IOException> failure() {
    flush();
    return Optional.ofNullable(target.failure);
  }

  /** A print stream only tells that something failed. */
  private static final class Watched extends FilterOutputStream {
    private volatile @Nullable IOException failure;

    Watched(OutputStream target) {
      super(target);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
      try {
        out.write(bytes, from, count);
      } catch (IOException e) {
        throw noted(e);
      }
    }

    @Override
    public void write(int octet) throws IOException {
      write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void flush() throws IOException {
      try {
        out.flush();
      } catch (IOException e) {
        throw noted(e);
      }
    }

    private IOException noted(IOException thrown) {
      if (failure == null && !isReaderGone(thrown)) {
        failure = thrown;
      }
      return thrown;
    }

    /** As with {@code head} after its last line, in the words of Unix and of Windows. */
    private static boolean isReaderGone(IOException thrown) {
      return String.valueOf(thrown.getMessage()).toLowerCase(Locale.ROOT).contains("pipe");
    }
  }
}
