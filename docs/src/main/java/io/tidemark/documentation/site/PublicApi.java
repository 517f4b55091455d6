package io.tidemark.documentation.site;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The types that the Javadoc describes, as the list of the public API has them.
 *
 * @param introduction what the list says at its head
 */
record PublicApi(String introduction, List<Type> types) {
  private static final Pattern TYPE = Pattern.compile("    (\\w+) \\((.+)\\)");

  /**
   * A type.
   *
   * @param module its directory, as {@code extensions/es-admin}
   * @param kind as {@code record}
   */
  record Type(String module, String packageName, String name, String kind) {
    /** Its page in the Javadoc. */
    String route() {
      return Routes.API + packageName.replace('.', '/') + "/" + name + ".html";
    }

    /** The directory of its package in the sources, in the checkout. */
    String directory() {
      return "%s/src/main/java/%s/".formatted(module, packageName.replace('.', '/'));
    }
  }

  static PublicApi read(Repository repository) {
    List<Type> types = new ArrayList<>();
    List<String> introduction = new ArrayList<>();
    String module = "";
    String packageName = "";
    for (String line : repository.text(Routes.API_LIST).lines().toList()) {
      Matcher type = TYPE.matcher(line);
      if (line.startsWith("#")) {
        introduction.add(line.substring(1).strip());
      } else if (type.matches()) {
        types.add(new Type(module, packageName, type.group(1), type.group(2)));
      } else if (line.startsWith("  ")) {
        packageName = line.strip();
      } else {
        module = line.strip();
      }
    }
    return new PublicApi(String.join(" ", introduction), List.copyOf(types));
  }

  /** The only type of this simple name. */
  Optional<Type> named(String name) {
    List<Type> found = types.stream().filter(type -> type.name.equals(name)).toList();
    return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
  }

  /** Modules and packages in the order of the list, each package with its types. */
  Map<String, Map<String, List<Type>>> byModule() {
    return grouped(types, Type::module).entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                module -> grouped(module.getValue(), Type::packageName),
                (one, other) -> one,
                LinkedHashMap::new));
  }

  private static Map<String, List<Type>> grouped(
      List<Type> types, Function<Type, String> property) {
    return types.stream()
        .collect(Collectors.groupingBy(property, LinkedHashMap::new, Collectors.toList()));
  }
}
