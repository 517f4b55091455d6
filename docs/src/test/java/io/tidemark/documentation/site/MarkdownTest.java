package io.tidemark.documentation.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.UnaryOperator;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;

/** What pages are written in, and how their code is shown. */
class MarkdownTest {
  @Test
  void headings_have_the_ids_that_links_expect() {
    Element body = Markdown.parse("## `bank rebuild` and, then: more\n\n## Two\n\n## Two\n");
    assertThat(body.select("h2").eachAttr("id"))
        .containsExactly("bank-rebuild-and-then-more", "two", "two-1");
  }

  @Test
  void tables_keep_their_alignment() {
    Element table = Markdown.parse("|a|b|\n|---|--:|\n|x|1|\n");
    assertThat(table.select("td[align=right]").eachText()).containsExactly("1");
  }

  @Test
  void a_note_is_no_quotation() {
    Element note = Markdown.parse("> [!NOTE]\n> Mind the gap.\n");
    assertThat(note.select("div.alert.note > p").eachText())
        .containsExactly("Note", "Mind the gap.");
  }

  @Test
  void tasks_have_boxes() {
    Element body = Markdown.parse("- [ ] to do\n- [x] done\n");
    assertThat(body.select("li.task").eachText()).containsExactly("to do", "done");
    assertThat(body.select("input[checked]")).hasSize(1);
  }

  @Test
  void words_of_java_are_marked_and_markup_in_it_stays_text() {
    String html =
        Highlighter.html("List<String> a = f(\"<b>\"); // 1", "java", name -> "[" + name + "]");
    assertThat(html)
        .isEqualTo(
            "<span class=\"type\">[List]</span>&lt;<span class=\"type\">[String]</span>&gt; a = f("
                + "<span class=\"string\">&quot;&lt;b&gt;&quot;</span>); <span class=\"comment\">// 1</span>");
  }

  @Test
  void a_language_that_is_not_known_is_left_as_it_is() {
    assertThat(Highlighter.html("class <x>", "cobol", UnaryOperator.identity()))
        .isEqualTo("class &lt;x&gt;");
  }

  @Test
  void the_way_between_two_places_goes_up_and_down() {
    assertThat(Routes.relative("how-to/a.html", "reference/b.html"))
        .isEqualTo("../reference/b.html");
    assertThat(Routes.relative("how-to/a.html", "how-to/b.html")).isEqualTo("b.html");
    assertThat(Routes.relative("source/x/a.html", "")).isEqualTo("../../");
    assertThat(Routes.relative("index.html", "how-to/b.html")).isEqualTo("how-to/b.html");
  }
}
