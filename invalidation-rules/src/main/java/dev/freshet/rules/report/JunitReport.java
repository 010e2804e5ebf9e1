// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.report;

import dev.freshet.rules.check.CheckReport;
import dev.freshet.rules.check.CheckReport.FailOn;
import dev.freshet.rules.source.Issue;
import java.io.StringWriter;
import java.util.List;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * The report that build servers read, in the JUnit form: a suite for each file, a test case for
 * each of its issues, and a single passed one for a file without any.
 */
final class JunitReport {
  private final CheckReport report;
  private final FailOn failOn;
  private final XMLStreamWriter xml;

  private JunitReport(CheckReport report, FailOn failOn, XMLStreamWriter xml) {
    this.report = report;
    this.failOn = failOn;
    this.xml = xml;
  }

  static String render(CheckReport report, FailOn failOn) {
    StringWriter out = new StringWriter();
    try {
      XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(out);
      new JunitReport(report, failOn, xml).write();
      xml.close();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("a text in memory cannot be written as XML", e);
    }
    return out + "\n";
  }

  private void write() throws XMLStreamException {
    xml.writeStartDocument("UTF-8", "1.0");
    xml.writeCharacters("\n");
    xml.writeStartElement("testsuites");
    xml.writeAttribute("name", "freshet rules check");
    for (String file : report.files()) {
      suite(file);
    }
    xml.writeCharacters("\n");
    xml.writeEndElement();
    xml.writeEndDocument();
  }

  private void suite(String file) throws XMLStreamException {
    List<Issue> issues = report.issues().stream().filter(issue -> isIn(file, issue)).toList();
    List<CheckReport.Suppressed> suppressed =
        report.suppressed().stream().filter(one -> isIn(file, one.issue())).toList();
    long failures = issues.stream().filter(issue -> CheckReport.fails(issue, failOn)).count();
    xml.writeCharacters("\n  ");
    xml.writeStartElement("testsuite");
    xml.writeAttribute("name", Printable.text(file));
    xml.writeAttribute("tests", "" + Math.max(1, issues.size() + suppressed.size()));
    xml.writeAttribute("failures", "" + failures);
    xml.writeAttribute("errors", "0");
    xml.writeAttribute("skipped", "" + suppressed.size());
    for (Issue issue : issues) {
      found(Printable.issue(issue));
    }
    for (CheckReport.Suppressed one : suppressed) {
      skipped(one);
    }
    if (issues.isEmpty() && suppressed.isEmpty()) {
      xml.writeCharacters("\n    ");
      xml.writeEmptyElement("testcase");
      xml.writeAttribute("classname", Printable.text(file));
      xml.writeAttribute("name", "check");
    }
    xml.writeCharacters("\n  ");
    xml.writeEndElement();
  }

  private static boolean isIn(String file, Issue issue) {
    return issue.location().file().equals(file);
  }

  private void found(Issue issue) throws XMLStreamException {
    startCase(issue);
    boolean fails = CheckReport.fails(issue, failOn);
    xml.writeStartElement(fails ? "failure" : "system-out");
    if (fails) {
      xml.writeAttribute("type", issue.code().code());
      xml.writeAttribute("message", issue.toString());
    }
    xml.writeCharacters(issue.render());
    xml.writeEndElement();
    xml.writeEndElement();
  }

  private void skipped(CheckReport.Suppressed suppressed) throws XMLStreamException {
    startCase(Printable.issue(suppressed.issue()));
    xml.writeEmptyElement("skipped");
    String reason = "disabled until " + suppressed.until() + ": " + suppressed.reason();
    xml.writeAttribute("message", Printable.text(reason));
    xml.writeEndElement();
  }

  private void startCase(Issue issue) throws XMLStreamException {
    xml.writeCharacters("\n    ");
    xml.writeStartElement("testcase");
    xml.writeAttribute("classname", issue.location().file());
    xml.writeAttribute("name", issue.code().code() + " at " + issue.location());
  }
}
