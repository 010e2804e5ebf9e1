// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.condition;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.CelValidationResult;
import dev.cel.common.CelVarDecl;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.freshet.rules.schema.FieldType;
import java.util.ArrayList;
import java.util.List;

/**
 * CEL's type checker with the fields of one payload. What it accepts runs on maps, so it also takes
 * what maps can do: {@code data['x']}, {@code 'x' in data}, integers equal to decimals. Immutable
 * and safe for any thread.
 */
final class TypedEnvironment {
  private final PayloadTypes types;
  private final List<CelVarDecl> variables;
  private final List<CelFunctionDecl> functions;

  TypedEnvironment(FieldType.Struct data) {
    this.types = PayloadTypes.of(data);
    this.variables =
        List.of(
            CelVarDecl.newVarDeclaration(ConditionCompiler.DATA, types.root()),
            CelVarDecl.newVarDeclaration(ConditionCompiler.EVENT, ConditionCompiler.FIELDS));
    this.functions = functions(types);
  }

  CelValidationResult check(CelAbstractSyntaxTree tree) {
    return ConditionCompiler.checker(tree)
        .setTypeProvider(types)
        .addVarDeclarations(variables)
        .addFunctionDeclarations(functions)
        .build()
        .check(tree);
  }

  private static List<CelFunctionDecl> functions(PayloadTypes types) {
    List<CelOverloadDecl> contains = new ArrayList<>();
    List<CelOverloadDecl> index = new ArrayList<>();
    for (CelType struct : types.types()) {
      contains.add(overload("in " + struct.name(), SimpleType.BOOL, SimpleType.STRING, struct));
      index.add(overload("at " + struct.name(), SimpleType.DYN, struct, SimpleType.STRING));
    }
    contains.addAll(
        mixed("in", ListType.create(SimpleType.INT), ListType.create(SimpleType.DOUBLE)));
    List<CelFunctionDecl> functions = new ArrayList<>();
    functions.add(CelFunctionDecl.newFunctionDeclaration("@in", contains));
    if (!index.isEmpty()) {
      functions.add(CelFunctionDecl.newFunctionDeclaration("_[_]", index));
    }
    for (String equality : List.of("_==_", "_!=_")) {
      functions.add(
          CelFunctionDecl.newFunctionDeclaration(
              equality, mixed(equality, SimpleType.INT, SimpleType.DOUBLE)));
    }
    return functions;
  }

  /** Overloads that take an integer for a decimal and the other way round, as at run time. */
  private static List<CelOverloadDecl> mixed(String name, CelType integers, CelType decimals) {
    return List.of(
        overload(name + " decimal integer", SimpleType.BOOL, SimpleType.DOUBLE, integers),
        overload(name + " integer decimal", SimpleType.BOOL, SimpleType.INT, decimals));
  }

  private static CelOverloadDecl overload(
      String id, CelType result, CelType first, CelType second) {
    return CelOverloadDecl.newGlobalOverload(id, result, first, second);
  }
}
