// SPDX-License-Identifier: Apache-2.0
package dev.freshet.stack;

/**
 * An answer of the registry that is not the one asked for: status, code and words of Confluent's.
 */
final class RegistryError extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final int code;

  private RegistryError(int status, int code, String message) {
    super(message);
    this.status = status;
    this.code = code;
  }

  static RegistryError subjectNotFound(String subject) {
    return new RegistryError(404, 40401, "Subject '" + subject + "' not found.");
  }

  static RegistryError versionNotFound(int version) {
    return new RegistryError(404, 40402, "Version " + version + " not found.");
  }

  static RegistryError schemaNotFound(String which) {
    return new RegistryError(404, 40403, "Schema " + which + " not found");
  }

  static RegistryError noSubjectCompatibility(String subject) {
    return new RegistryError(
        404,
        40408,
        "Subject '" + subject + "' does not have subject-level compatibility configured");
  }

  static RegistryError incompatible(String subject, String details) {
    return new RegistryError(
        409,
        409,
        "Schema being registered is incompatible with an earlier schema for subject \"%s\","
                .formatted(subject)
            + " details: "
            + details);
  }

  static RegistryError invalidSchema(String why) {
    return new RegistryError(422, 42201, "Invalid schema: " + why);
  }

  static RegistryError invalidVersion(String version) {
    return new RegistryError(
        422,
        42202,
        "The specified version '%s' is not a valid version id.".formatted(version)
            + " Allowed values are between [1, 2^31-1] and the string \"latest\"");
  }

  static RegistryError invalidCompatibility(String level) {
    return new RegistryError(
        422,
        42203,
        "Invalid compatibility level '%s'. Valid values are none, backward, forward, full,"
                .formatted(level)
            + " backward_transitive, forward_transitive, and full_transitive");
  }

  static RegistryError badRequest(String why) {
    return new RegistryError(400, 400, why);
  }

  int status() {
    return status;
  }

  int code() {
    return code;
  }
}
