package custody.standalone.demo;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// The demo company.
///
/// @param newPasswords whether its users get new passwords at this start; the old ones are kept
///     nowhere
@ConfigurationProperties("custody.demo")
record DemoProperties(@DefaultValue("false") boolean newPasswords) {}
