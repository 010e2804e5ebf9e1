// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.condition;

import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelComprehension;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.freshet.rules.condition.ConditionTrace.Read;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the fields of an event that an expression names, with their values. */
final class FieldReads {
  private final Map<String, ?> values;
  private final Set<String> roots;
  private final Map<String, Read> reads = new LinkedHashMap<>();

  private FieldReads(Map<String, ?> values) {
    this.values = values;
    this.roots = new LinkedHashSet<>(values.keySet());
  }

  /** The fields, in the order of the text; {@code values} are those of the variables. */
  static List<Read> in(CelExpr expr, Map<String, ?> values) {
    FieldReads found = new FieldReads(values);
    found.walk(expr);
    return List.copyOf(found.reads.values());
  }

  private void walk(CelExpr expr) {
    List<Object> steps = steps(expr);
    if (steps != null) {
      Read read = read(steps);
      reads.putIfAbsent(read.path(), read);
      return;
    }
    switch (expr.exprKind().getKind()) {
      case SELECT -> walk(expr.select().operand());
      case CALL -> {
        expr.call().target().ifPresent(this::walk);
        expr.call().args().forEach(this::walk);
      }
      case LIST -> expr.list().elements().forEach(this::walk);
      case MAP ->
          expr.map()
              .entries()
              .forEach(
                  entry -> {
                    walk(entry.key());
                    walk(entry.value());
                  });
      case COMPREHENSION -> comprehension(expr.comprehension());
      default -> {}
    }
  }

  /** A loop's variable may hide one of ours. */
  private void comprehension(CelComprehension loop) {
    walk(loop.iterRange());
    List<String> hidden =
        List.of(loop.iterVar(), loop.iterVar2()).stream().filter(roots::remove).toList();
    walk(loop.loopStep());
    roots.addAll(hidden);
  }

  /** The way to a field from its variable, in names and indexes; null if it is no such way. */
  private @Nullable List<Object> steps(CelExpr expr) {
    if (expr.exprKind().getKind() == Kind.IDENT) {
      String name = expr.ident().name();
      return roots.contains(name) ? new ArrayList<>(List.of(name)) : null;
    }
    if (expr.exprKind().getKind() == Kind.SELECT) {
      return step(expr.select().operand(), expr.select().field());
    }
    if (expr.exprKind().getKind() == Kind.CALL && expr.call().function().equals("_[_]")) {
      CelExpr index = expr.call().args().get(1);
      Object step = index.exprKind().getKind() == Kind.CONSTANT ? step(index.constant()) : null;
      return step == null ? null : step(expr.call().args().get(0), step);
    }
    return null;
  }

  private @Nullable List<Object> step(CelExpr from, Object step) {
    List<Object> steps = steps(from);
    if (steps != null) {
      steps.add(step);
    }
    return steps;
  }

  private static @Nullable Object step(CelConstant index) {
    return switch (index.getKind()) {
      case STRING_VALUE -> index.stringValue();
      case INT64_VALUE -> index.int64Value();
      default -> null;
    };
  }

  private Read read(List<Object> steps) {
    Found found = new Found(true, values);
    StringBuilder path = new StringBuilder();
    List<String> names = new ArrayList<>();
    for (Object step : steps) {
      found = found.below(step);
      append(path, step);
      if (step instanceof String name) {
        names.add(name);
      }
    }
    return new Read(path.toString(), names, found.present, found.value);
  }

  private record Found(boolean present, @Nullable Object value) {
    static final Found NOTHING = new Found(false, null);

    Found below(Object step) {
      if (value instanceof Map<?, ?> map && map.containsKey(step)) {
        return new Found(true, map.get(step));
      }
      return value instanceof List<?> list
              && step instanceof Long index
              && index >= 0
              && index < list.size()
          ? new Found(true, list.get(index.intValue()))
          : NOTHING;
    }
  }

  private static void append(StringBuilder path, Object step) {
    if (!(step instanceof String name)) {
      path.append('[').append(step).append(']');
    } else if (path.isEmpty()) {
      path.append(name);
    } else if (name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
      path.append('.').append(name);
    } else {
      path.append("['").append(name).append("']");
    }
  }
}
