package custody.contract;

import org.jspecify.annotations.Nullable;

/// Where an imported event comes from. The import's own run is the event's correlation id; who
/// imported it and when are its actor and recorded time.
///
/// @param system the source system's name, such as `crm-sales`
/// @param record the key of the record there
/// @param author who did it originally, as the source says
public record ImportSource(String system, String record, @Nullable Personal<String> author) {}
