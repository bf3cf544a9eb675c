package custody.journey.console;

/// How somebody looks at the console.
///
/// @param language `en` or `zh`
/// @param calm whether things move less, as some ask their system
record Window(int width, int height, String language, boolean dark, boolean calm) {
  static final Window WIDE = new Window(1440, 900, "en", false, false);
  static final Window PHONE = new Window(390, 844, "en", false, false);

  Window chinese() {
    return new Window(width, height, "zh", dark, calm);
  }

  Window inTheDark() {
    return new Window(width, height, language, true, calm);
  }

  Window withoutMotion() {
    return new Window(width, height, language, dark, true);
  }

  boolean isNarrow() {
    return width < 600;
  }
}
