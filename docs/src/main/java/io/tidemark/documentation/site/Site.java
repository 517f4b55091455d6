package io.tidemark.documentation.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes the manual as HTML: {@code Site CHECKOUT DIRECTORY}. Its class path is also that of the
 * sources that the Javadoc describes. It fails if a link of the site leads nowhere.
 */
final class Site {
  private final Repository repository;
  private final Manual manual;
  private final PublicApi api;
  private final Links links;
  private final CodeBlocks code;
  private final Path directory;

  private Site(Repository repository, Path directory) {
    this.repository = repository;
    this.directory = directory;
    this.manual = Manual.read(repository);
    this.api = PublicApi.read(repository);
    this.links = new Links(repository);
    this.code = new CodeBlocks(repository, api, links);
  }

  /**
   * The program.
   *
   * @param arguments the root of the checkout, and the directory to write to
   */
  public static void main(String[] arguments) throws IOException {
    Repository repository = Repository.at(Path.of(arguments[0]));
    Path directory = Path.of(arguments[1]).toAbsolutePath();
    write(repository, directory);
    new ApiDocs(repository, PublicApi.read(repository))
        .writeTo(directory.resolve(Routes.API), System.getProperty("java.class.path"));
    List<String> findings = SiteCheck.of(directory).findings();
    if (!findings.isEmpty()) {
      throw new IllegalStateException("The site is broken:\n" + String.join("\n", findings));
    }
    System.out.println("The manual: " + directory.resolve("index.html").toUri());
  }

  /** Writes the site without the Javadoc. */
  static void write(Repository repository, Path directory) throws IOException {
    new Site(repository, directory).write();
  }

  private void write() throws IOException {
    Frame frame = new Frame(manual);
    SearchIndex index = new SearchIndex();
    for (Article article : articles()) {
      index.add(article, manual.sectionOf(article.path()).map(Manual.Section::name).orElse(""));
      write(article.route(), frame.render(article));
    }
    for (String source : links.sources()) {
      Article article =
          SourcePage.of(source, repository.text(source), code.typeLink(Routes.ofSource(source)));
      write(article.route(), frame.render(article));
    }
    api.types().forEach(index::add);
    Assets.writeTo(directory.resolve("assets"));
    write("assets/search-index.js", index.script());
    for (String picture : links.pictures()) {
      Path file = directory.resolve(Routes.of(picture));
      Files.createDirectories(file.getParent());
      Files.write(file, Files.readAllBytes(repository.file(picture)));
    }
  }

  /** The pages of the manual, their links and code as the site needs them. */
  private List<Article> articles() {
    List<Article> articles = new ArrayList<>();
    for (Manual.Entry entry : manual.entries()) {
      if (entry.path().equals(Routes.API_LIST)) {
        articles.add(new ApiPages(api).list());
      } else if (repository.pages().contains(entry.path())) {
        Article article = Article.of(entry.path(), repository);
        links.rewrite(article.body(), article.path());
        code.decorate(article.body(), article.path());
        articles.add(article);
      }
    }
    return articles;
  }

  private void write(String route, String text) throws IOException {
    Path file = directory.resolve(route);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
