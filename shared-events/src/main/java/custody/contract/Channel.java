package custody.contract;

/// The way an event reached us.
public enum Channel {
  API,
  CONSOLE,
  IMPORT,
  CTI,
  RULE
}
