// SPDX-License-Identifier: Apache-2.0
package dev.freshet.cache.proxy;

import dev.freshet.cache.Region;
import dev.freshet.events.values.Target;
import dev.freshet.events.values.Template;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads the annotations of an interface and its implementation, and reports all mistakes. */
final class CallCompiler {

  /** The proxy answers these by itself, even if the interface declares them again. */
  private static final Set<Signature> OF_OBJECT =
      Set.of(
          new Signature("equals", List.of(Object.class)),
          new Signature("hashCode", List.of()),
          new Signature("toString", List.of()));

  private final Class<?> type;
  private final Object target;
  private final Regions regions;
  private final Consumer<Target> invalidation;

  CallCompiler(Class<?> type, Object target, Regions regions, Consumer<Target> invalidation) {
    this.type = type;
    this.target = target;
    this.regions = regions;
    this.invalidation = invalidation;
  }

  /**
   * What to do for each method of the interface.
   *
   * @throws IllegalArgumentException with a line for each method that has a mistake
   */
  Map<Method, Call> compile() {
    Map<Method, Call> calls = new HashMap<>();
    Set<String> problems = new TreeSet<>();
    Map<Signature, List<Method>> methods =
        Stream.of(type.getMethods()).collect(Collectors.groupingBy(Signature::of));
    methods.forEach(
        (signature, same) -> {
          try {
            compile(signature, same, calls);
          } catch (IllegalArgumentException e) {
            problems.add(where(signature) + ": " + e.getMessage());
          }
        });
    if (problems.isEmpty() && calls.values().stream().allMatch(Call.Plain.class::isInstance)) {
      problems.add(
          type.getTypeName() + ": found no method with @Cached or @InvalidateTags, expected one");
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("\n", problems));
    }
    return Map.copyOf(calls);
  }

  /** One method, which several inherited interfaces may declare. */
  private void compile(Signature signature, List<Method> same, Map<Method, Call> calls) {
    if (!isSeen(signature, same)) {
      requirePlain(new Declarations(same));
      return;
    }
    Declarations declarations = Declarations.of(same, target.getClass());
    for (Method method : same) {
      calls.put(method, call(signature, TargetMethod.of(target, method), declarations));
    }
  }

  private static boolean isSeen(Signature signature, List<Method> same) {
    return !OF_OBJECT.contains(signature)
        && same.stream().noneMatch(method -> Modifier.isStatic(method.getModifiers()));
  }

  private static void requirePlain(Declarations declarations) {
    if (declarations.with(Cached.class).isPresent()
        || declarations.with(InvalidateTags.class).isPresent()) {
      throw new IllegalArgumentException(
          "found an annotation on a method that no proxy sees, expected none on static methods,"
              + " equals, hashCode and toString");
    }
  }

  private Call call(Signature signature, TargetMethod callee, Declarations declarations) {
    Optional<Method> cached = declarations.with(Cached.class);
    Optional<Method> invalidating = declarations.with(InvalidateTags.class);
    if (cached.isPresent() && invalidating.isPresent()) {
      throw new IllegalArgumentException("found @Cached and @InvalidateTags, expected one of them");
    }
    return cached
        .map(method -> caching(signature, callee, method))
        .or(() -> invalidating.map(method -> invalidating(signature, callee, method)))
        .orElseGet(() -> new Call.Plain(callee));
  }

  private Call caching(Signature signature, TargetMethod callee, Method declared) {
    Answer answer = Answer.of(declared);
    String name = declared.getAnnotation(Cached.class).region();
    // What goes in comes from the method; of what comes out, the answer checks the type.
    @SuppressWarnings("unchecked")
    Region<Object> region = (Region<Object>) regions.find(name, answer.valueType());
    Holes holes = Holes.ofAll(declared, region.settings().key().holes());
    return new Call.Caching(where(signature) + ": region " + name, callee, region, holes, answer);
  }

  private Call invalidating(Signature signature, TargetMethod callee, Method declared) {
    Answer.requireNow(declared);
    List<Template> tags =
        Stream.of(declared.getAnnotation(InvalidateTags.class).value())
            .map(Template::parse)
            .toList();
    if (tags.isEmpty()) {
      throw new IllegalArgumentException("found no tag in @InvalidateTags, expected one or more");
    }
    Set<String> names = new LinkedHashSet<>();
    tags.forEach(tag -> names.addAll(tag.holes()));
    return new Call.Invalidating(
        where(signature), callee, tags, Holes.of(declared, names), invalidation);
  }

  private String where(Signature signature) {
    return type.getTypeName() + "." + signature;
  }
}
