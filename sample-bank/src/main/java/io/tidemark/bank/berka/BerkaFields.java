package io.tidemark.bank.berka;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a line at its semicolons. A field may stand in double quotes, where a semicolon is text and
 * two quotes are one.
 */
final class BerkaFields {
  private static final char SEPARATOR = ';';
  private static final char QUOTE = '"';

  private final String line;
  private int at;

  private BerkaFields(String line) {
    this.line = line;
  }

  static List<String> of(String line) throws MalformedRowException {
    BerkaFields fields = new BerkaFields(line);
    List<String> found = new ArrayList<>();
    found.add(fields.next());
    while (fields.at < line.length()) {
      fields.at++; // the separator at which the field before ended
      found.add(fields.next());
    }
    return found;
  }

  private String next() throws MalformedRowException {
    return at < line.length() && line.charAt(at) == QUOTE ? quoted() : plain();
  }

  private String plain() throws MalformedRowException {
    int end = line.indexOf(SEPARATOR, at);
    String field = line.substring(at, end < 0 ? line.length() : end);
    if (field.indexOf(QUOTE) >= 0) {
      throw MalformedRowException.ofField("quotes", "them around a whole field", field);
    }
    at += field.length();
    return field;
  }

  private String quoted() throws MalformedRowException {
    int start = at++;
    StringBuilder field = new StringBuilder();
    while (at < line.length()) {
      char c = line.charAt(at++);
      if (c != QUOTE) {
        field.append(c);
      } else if (at == line.length() || line.charAt(at) == SEPARATOR) {
        return field.toString();
      } else if (line.charAt(at) == QUOTE) {
        field.append(QUOTE);
        at++;
      } else {
        break;
      }
    }
    throw MalformedRowException.ofField(
        "quotes", "them around a whole field", line.substring(start));
  }
}
