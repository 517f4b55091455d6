package io.tidemark.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class JsonLineTest {
  private static final String ODD = "a\u009B31m\u202Eb\u007F\u2028\u001B[2J\n\u00E9\u6F22";

  @Test
  void nothing_in_it_moves_the_cursor_or_turns_the_text_and_nothing_is_lost() {
    String line =
        new JsonLine()
            .with("owner", ODD)
            .withRaw("data", "{\"note\":\"\u009B2J\u202E\u6F22\"}")
            .toString();

    assertThat(line).isEqualTo(Printable.of(line)).contains("\u00E9", "\u6F22", "\\u009b31m");
    assertThat(JsonMapper.shared().readTree(line).get("owner").asString()).isEqualTo(ODD);
    assertThat(JsonMapper.shared().readTree(line).get("data").get("note").asString())
        .isEqualTo("\u009B2J\u202E\u6F22");
  }
}
