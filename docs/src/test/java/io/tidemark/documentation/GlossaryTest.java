package io.tidemark.documentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.junit.jupiter.api.Test;

class GlossaryTest {
  private static final String GLOSSARY =
      """
      | <a id="fold"></a>**fold** | what one event does to one row |
      | <a id="read-model"></a>**read model** | the rows |
      | <a id="recordedat"></a>**recordedAt**, <a id="page"></a>**page** | two on one line |
      """;

  @Test
  void a_first_use_that_leads_nowhere_is_found_with_its_line() {
    assertThat(findings("# Title\n\nA row.\nFolds make it.\n")).containsExactly("4: fold");
    assertThat(findings("All read\nmodels.\n")).containsExactly("1: read model");
    assertThat(findings("The time `recordedAt`.\n")).containsExactly("1: recordedAt");
    assertThat(findings("A [page](a.md) and a fold, [fold](glossary.md#fold).\n"))
        .containsExactly("1: fold");
    assertThat(findings("A link [elsewhere](../fold.md) is no fold.\n")).containsExactly("1: fold");
  }

  @Test
  void a_use_that_is_a_link_or_comes_behind_one_to_the_glossary_passes() {
    assertThat(findings("A [fold](../reference/glossary.md#fold), and one more fold.\n")).isEmpty();
    assertThat(findings("[Query a\nread model](query.md): read models are tables.\n")).isEmpty();
    assertThat(findings("[what it does](glossary.md#fold) is a fold.\n")).isEmpty();
    assertThat(findings("The time [`recordedAt`](glossary.md#recordedat).\n")).isEmpty();
  }

  @Test
  void headings_tables_code_and_longer_words_are_no_use() {
    assertThat(
            findings(
                """
                # The fold

                | fold | read model |
                |---|---|

                ```java
                fold();
                ```
                Say `fold` twofold, in a `AsOf.recordedAt(t)`, and unfold it.
                """))
        .isEmpty();
  }

  @Test
  void an_everyday_word_that_the_glossary_does_not_have_is_refused() {
    assertThatThrownBy(() -> Glossary.of(GLOSSARY, Set.of("page", "paper")))
        .hasMessageContaining("[paper]");
  }

  private static Iterable<String> findings(String page) {
    return Glossary.of(GLOSSARY, Set.of("page")).firstUsesNotLinked(page);
  }
}
