package io.tidemark.architecture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * The modules that Maven builds, as the poms list them, however deep they are.
 *
 * @param root directory of the root pom
 * @param modules directories relative to it, such as {@code extensions/es-admin}, in the order of
 *     the poms
 */
public record Reactor(Path root, List<String> modules) {
  private static final String SAMPLES = "docs/samples/";

  /** Programs and the manual: nobody builds on them. */
  private static final Set<String> APPLICATIONS = Set.of("sample-bank", "benchmarks", "docs");

  /** Reads the poms below a directory. */
  public static Reactor of(Path root) {
    List<String> modules = new ArrayList<>();
    collect(root, root, modules);
    return new Reactor(root, List.copyOf(modules));
  }

  private static void collect(Path root, Path directory, List<String> modules) {
    for (Element list : children(pom(directory).getDocumentElement(), "modules")) {
      for (Element module : children(list, "module")) {
        Path path = directory.resolve(module.getTextContent().strip()).normalize();
        modules.add(root.relativize(path).toString().replace('\\', '/'));
        collect(root, path, modules);
      }
    }
  }

  /** The modules with classes that others build on. */
  public List<String> libraries() {
    return modules.stream()
        .filter(module -> !APPLICATIONS.contains(module) && !isSample(module))
        .filter(
            module ->
                children(pom(root.resolve(module)).getDocumentElement(), "packaging").isEmpty())
        .toList();
  }

  /** The projects that the manual builds, as their readers have them: without a parent. */
  public List<String> samples() {
    return modules.stream().filter(Reactor::isSample).toList();
  }

  static boolean isSample(String module) {
    return module.startsWith(SAMPLES);
  }

  /** This directory of each module, if it is there; an empty name is the module itself. */
  public List<Path> directories(String name) {
    return modules.stream()
        .map(module -> root.resolve(module).resolve(name))
        .filter(Files::isDirectory)
        .toList();
  }

  /** A property of a module's own pom; empty if it has none of that name. */
  String property(String module, String name) {
    return property(root.resolve(module), name);
  }

  /** A property of the root pom; empty if it has none of that name. */
  String rootProperty(String name) {
    return property(root, name);
  }

  private static String property(Path directory, String name) {
    return children(pom(directory).getDocumentElement(), "properties").stream()
        .flatMap(properties -> children(properties, name).stream())
        .map(Node::getTextContent)
        .findFirst()
        .orElse("");
  }

  private static List<Element> children(Element parent, String name) {
    NodeList nodes = parent.getChildNodes();
    return IntStream.range(0, nodes.getLength())
        .mapToObj(nodes::item)
        .filter(node -> node.getNodeName().equals(name))
        .map(Element.class::cast)
        .toList();
  }

  private static Document pom(Path directory) {
    Path file = directory.resolve("pom.xml");
    try {
      return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
    } catch (IOException | SAXException | ParserConfigurationException e) {
      throw new IllegalStateException("Cannot read " + file, e);
    }
  }
}
