package io.tidemark.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tidemark.Metadata;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetadataJsonTest {

  @Test
  void entries_come_back_in_their_order() {
    Metadata metadata =
        Metadata.of("z", "1").with("correlationId", "\"quoted\" \\ 😀\n").with("a", "ä");

    Metadata read = MetadataJson.read(MetadataJson.write(metadata));

    assertThat(read).isEqualTo(metadata);
    assertThat(read.asMap().keySet()).containsExactly("z", "correlationId", "a");
  }

  @Property(tries = 200)
  void any_entries_come_back(
      @ForAll @Size(max = 5)
          Map<
                  @AlphaChars @StringLength(min = 1, max = 20) String,
                  @StringLength(min = 1, max = 20) @AlphaChars String>
              entries) {
    Metadata metadata = Metadata.of(entries);
    assertThat(MetadataJson.read(MetadataJson.write(metadata))).isEqualTo(metadata);
  }

  @Test
  void no_entries_are_an_empty_object() {
    assertThat(MetadataJson.write(Metadata.empty())).isEqualTo("{}");
    assertThat(MetadataJson.read("{}")).isSameAs(Metadata.empty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"[]", "1", "{\"a\":1}", "{\"a\":{}}", "{\"a\":null}", "{", "{\"a\":\"b\"} {}"})
  void other_text_is_refused_when_it_is_looked_at(String text) {
    Metadata metadata = MetadataJson.read(text);
    assertThatIllegalArgumentException()
        .isThrownBy(metadata::asMap)
        .withMessageStartingWith(
            "Invalid metadata: expected one flat JSON object of texts, actual");
  }
}
