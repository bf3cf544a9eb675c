package custody.service;

import custody.wire.ContractJson;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/// The detail of an operation of kind `rebuild`: the command side records it, the process that
/// feeds the views carries it out.
///
/// @param views their names; empty = all
/// @param failure why it failed, once it has, without personal data
public record RebuildRequest(List<String> views, @Nullable String failure) {
  public static final String KIND = "rebuild";

  public RebuildRequest {
    views = List.copyOf(views);
  }

  public static RebuildRequest of(List<String> views) {
    return new RebuildRequest(views, null);
  }

  /// Reads an operation's detail.
  ///
  /// @throws IllegalArgumentException if it is none of ours
  public static RebuildRequest parse(@Nullable String detail) {
    try {
      return ContractJson.plain().readValue(detail == null ? "" : detail, RebuildRequest.class);
    } catch (JacksonException e) {
      throw new IllegalArgumentException("no detail of a rebuild", e);
    }
  }

  public RebuildRequest failed(String why) {
    return new RebuildRequest(views, why);
  }

  public String json() {
    return ContractJson.plain().writeValueAsString(this);
  }
}
