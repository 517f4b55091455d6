package io.tidemark.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The part of a page that follows from the code, between two lines that say so.
 *
 * @param page the page
 * @param begin the line before the part
 * @param end the line after it
 */
record GeneratedPart(Path page, String begin, String end) {
  static final String WRITE = "tidemark.docs.write";
  private static final String COMMAND =
      "./mvnw -pl docs -am test -Dtest=GeneratedPagesTest -Dsurefire.failIfNoSpecifiedTests=false -D"
          + WRITE
          + "=true";

  /** Fails if the page says something else, or writes it if the build was asked to. */
  void mustBe(List<String> expected) {
    if (Boolean.getBoolean(WRITE)) {
      write(expected);
    } else {
      compareWith(expected);
    }
  }

  /** Fails if the page says something else. */
  void compareWith(List<String> expected) {
    List<String> lines = read();
    assertThat(lines.subList(first(lines), last(lines)))
        .as(
            "%s differs from the code. If the code is what you want, write the page anew and read"
                + " what changed: %s",
            page, COMMAND)
        .isEqualTo(expected);
  }

  /** Puts this in the place of what the page says. */
  void write(List<String> expected) {
    List<String> lines = read();
    List<String> written = new ArrayList<>(lines.subList(0, first(lines)));
    written.addAll(expected);
    written.addAll(lines.subList(last(lines), lines.size()));
    try {
      Files.writeString(page, String.join("\n", written) + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int first(List<String> lines) {
    return require(lines.indexOf(begin), begin) + 1;
  }

  private int last(List<String> lines) {
    return require(lines.lastIndexOf(end), end);
  }

  private int require(int index, String line) {
    assertThat(index).as("%s has the line '%s'", page, line).isNotNegative();
    return index;
  }

  private List<String> read() {
    try {
      return Files.readAllLines(page);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
