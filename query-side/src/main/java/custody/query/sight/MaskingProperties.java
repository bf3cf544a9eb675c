package custody.query.sight;

import custody.service.field.FieldType;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// What is contact data, and masked for those who are entitled to a customer's masked profile only.
///
/// @param types fields of these types
/// @param fields further fields of customers and contacts, by name
/// @param names the names of people: of contacts, and of customers that are persons
@ConfigurationProperties("custody.masking")
public record MaskingProperties(
    @DefaultValue({"PHONE", "MAIL", "GEO_POINT", "URL"}) Set<FieldType> types,
    @DefaultValue({"address", "birthday", "remark", "registrationNumber"}) Set<String> fields,
    @DefaultValue("true") boolean names) {}
