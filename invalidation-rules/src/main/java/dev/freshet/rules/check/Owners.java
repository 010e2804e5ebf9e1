// SPDX-License-Identifier: Apache-2.0
package dev.freshet.rules.check;

import dev.freshet.rules.RuleSetFile;
import dev.freshet.rules.source.IssueCode;
import dev.freshet.rules.source.IssueLog;
import dev.freshet.rules.yaml.Scalar;
import dev.freshet.rules.yaml.YamlNode;
import dev.freshet.rules.yaml.YamlReader;

/** Finds rule sets whose owner is not one of those who may be. */
record Owners(KnownOwners known) implements Check {

  @Override
  public void run(RuleSets sets, Findings findings) {
    for (RuleSetFile file : sets.files()) {
      // Without an owner the compiler has said so.
      if (!file.owner().isEmpty() && !known.knows(file.owner())) {
        report(file, findings);
      }
    }
  }

  /** The definition keeps the owner's name alone, so its place is looked up. */
  private void report(RuleSetFile file, Findings findings) {
    for (YamlNode document : YamlReader.read(new IssueLog(file.text()))) {
      if (document instanceof YamlNode.Mapping mapping
          && mapping.find("metadata") instanceof YamlNode.Mapping metadata
          && metadata.find("owner") instanceof Scalar owner
          && owner.text().equals(file.owner())) {
        findings.error(
            file,
            owner.span(),
            IssueCode.UNKNOWN_OWNER,
            "found the owner " + owner.description() + ", expected " + known.expected(),
            known.nearest(owner.text()));
      }
    }
  }
}
