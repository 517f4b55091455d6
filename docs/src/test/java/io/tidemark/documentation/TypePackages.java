package io.tidemark.documentation;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** In which packages the types of the public API are, for readers of code without imports. */
final class TypePackages {
  private static final Pattern PACKAGE = Pattern.compile("  ([a-z][\\w.]*)");
  private static final Pattern TYPE = Pattern.compile("    (\\w+) \\(.+\\)");
  private static final Pattern NO_CODE =
      Pattern.compile("\"\"\"(?s:.*?)\"\"\"|\"[^\"\\n]*\"|//.*|/\\*(?s:.*?)\\*/");
  private static final Pattern NAME = Pattern.compile("(?<![\\w.])[A-Z]\\w*");

  private final Map<String, String> packages = new TreeMap<>();

  private TypePackages() {}

  /** As the list of the public API has them. */
  static TypePackages read(String list) {
    TypePackages result = new TypePackages();
    String current = "";
    for (String line : list.lines().toList()) {
      Matcher type = TYPE.matcher(line);
      Matcher name = PACKAGE.matcher(line);
      if (type.matches()) {
        result.packages.put(type.group(1), current);
      } else if (name.matches()) {
        current = name.group(1);
      }
    }
    return result;
  }

  /** What a page has to say about the code that it shows; empty if that uses none of the types. */
  String sentence(List<String> code) {
    Map<String, Set<String>> used = new TreeMap<>();
    String text = NO_CODE.matcher(String.join("\n", code)).replaceAll("");
    NAME.matcher(text)
        .results()
        .map(found -> found.group())
        .filter(packages::containsKey)
        .forEach(
            type -> used.computeIfAbsent(packages.get(type), key -> new TreeSet<>()).add(type));
    return used.isEmpty() ? "" : "Packages: " + listed(used) + ".";
  }

  private static String listed(Map<String, Set<String>> used) {
    return used.entrySet().stream()
        .map(each -> "`%s` (`%s`)".formatted(each.getKey(), String.join("`, `", each.getValue())))
        .collect(Collectors.joining(", "));
  }
}
