package custody.command.duplicate;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// The duplicate check at entry.
///
/// @param likeness from which share of common name parts on two customers are likely the same, 0
///     to 1
/// @param candidates how many are shown at most
/// @param hintsPerMinute how often one caller may ask without registering, in the long run; 0 = no
///     limit
/// @param hintsAtOnce how often at once
@ConfigurationProperties("custody.duplicates")
public record DuplicateProperties(
    @DefaultValue("0.6") double likeness,
    @DefaultValue("5") int candidates,
    @DefaultValue("120") int hintsPerMinute,
    @DefaultValue("600") int hintsAtOnce) {}
