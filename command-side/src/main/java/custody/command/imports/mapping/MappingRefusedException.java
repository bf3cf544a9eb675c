package custody.command.imports.mapping;

import java.util.List;

/// The mapping cannot be used. Says everything that is wrong at once.
public final class MappingRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Complaint> complaints;

  /// @param path where in the mapping, such as `targets[0].columns.name`
  /// @param expected what to write there, for people
  public record Complaint(String path, String expected) {}

  public MappingRefusedException(List<Complaint> complaints) {
    super(
        complaints.stream()
            .map(it -> it.path() + ": " + it.expected())
            .collect(java.util.stream.Collectors.joining(". ", "", ".")));
    this.complaints = List.copyOf(complaints);
  }

  public List<Complaint> complaints() {
    return complaints;
  }
}
