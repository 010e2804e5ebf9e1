// SPDX-License-Identifier: Apache-2.0
package dev.freshet.http.contract;

import dev.freshet.http.problem.HttpCode;
import dev.freshet.http.problem.NearestName;
import dev.freshet.http.problem.Problem;
import dev.freshet.http.problem.ProblemException;
import io.vertx.core.MultiMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads and checks the parameters of a request; names all that is wrong at once. */
final class ParameterReader {
  private final Operation operation;
  private final Map<String, List<String>> values = new HashMap<>();
  private final List<Problem.Finding> findings = new ArrayList<>();

  ParameterReader(Operation operation) {
    this.operation = operation;
  }

  Arguments read(List<String> path, MultiMap query, MultiMap headers) {
    List<String> holes = operation.template().holes();
    for (Parameter parameter : operation.parameters()) {
      List<String> given =
          switch (parameter.in()) {
            case PATH -> List.of(path.get(holes.indexOf(parameter.name())));
            case QUERY -> query.getAll(parameter.name());
            case HEADER -> headers.getAll(parameter.name());
          };
      values.put(parameter.name(), check(parameter, given));
    }
    refuseUnknown(query);
    if (!findings.isEmpty()) {
      Problem.Finding first = findings.get(0);
      String detail = first.pointer() + ": " + first.message();
      throw ProblemException.of(HttpCode.INVALID_PARAMETER, detail, findings);
    }
    return new Arguments(values);
  }

  private List<String> check(Parameter parameter, List<String> given) {
    if (given.isEmpty()) {
      if (parameter.required()) {
        add(parameter, "found none, expected one");
      }
      return parameter.defaults();
    }
    if (parameter.list()) {
      return checkList(parameter, given);
    }
    if (given.size() > 1) {
      add(parameter, "found " + given.size() + " values, expected one");
      return given;
    }
    parameter
        .schema()
        .check(Scalars.of(parameter.schema(), given.get(0)), HttpCode.INVALID_PARAMETER)
        .forEach(finding -> add(parameter, finding));
    return given;
  }

  private List<String> checkList(Parameter parameter, List<String> given) {
    List<String> items =
        parameter.commas()
            ? given.stream().flatMap(one -> Arrays.stream(one.split(","))).toList()
            : given;
    parameter
        .schema()
        .check(Scalars.listOf(parameter.schema(), items), HttpCode.INVALID_PARAMETER)
        .forEach(finding -> add(parameter, finding));
    return items;
  }

  private void refuseUnknown(MultiMap query) {
    Set<String> known =
        operation.parameters().stream()
            .filter(parameter -> parameter.in() == Parameter.Place.QUERY)
            .map(Parameter::name)
            .collect(Collectors.toSet());
    for (String name : query.names()) {
      if (!known.contains(name)) {
        String hint =
            NearestName.among(known, name)
                .map(nearest -> "did you mean `" + nearest + "`?")
                .orElse(null);
        findings.add(
            Problem.Finding.at(HttpCode.INVALID_PARAMETER, "query:" + name, "unknown parameter")
                .withHint(hint));
      }
    }
  }

  private void add(Parameter parameter, String message) {
    findings.add(Problem.Finding.at(HttpCode.INVALID_PARAMETER, parameter.pointer(), message));
  }

  private void add(Parameter parameter, Problem.Finding finding) {
    findings.add(
        Problem.Finding.at(HttpCode.INVALID_PARAMETER, parameter.pointer(), finding.message())
            .withHint(finding.hint()));
  }
}
