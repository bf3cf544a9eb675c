package custody.query.customers;

import custody.query.customers.Index.Term;
import custody.query.sight.Condition;
import custody.service.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What was typed into a search. All its terms must be found, anywhere.
///
/// @param ways in any of which it may be understood, each some terms
/// @param open who is seen with everything; the others are found by their names only, so that who
///     searches for a number does not find out whose it is. Null if that is everybody
record Typed(List<List<String>> ways, @Nullable Condition open) {
  private static final int MOST_TERMS = 10;
  private static final int LONGEST = 200;

  /// A phone number as people write it, with something between its digits.
  private static final Pattern PHONE =
      Pattern.compile("[+(]?\\d[\\d ()+./-]*[ ()+./-][\\d ()./-]*");

  /// @throws Problem `query-too-long`
  static Typed of(String text, @Nullable Condition open) {
    List<String> terms = Words.of(text);
    if (text.length() > LONGEST || terms.size() > MOST_TERMS) {
      throw new Problem(
          400,
          "query-too-long",
          "q has at most " + LONGEST + " characters and " + MOST_TERMS + " words.");
    }
    List<List<String>> ways = new ArrayList<>();
    ways.add(terms);
    String digits = text.replaceAll("\\D", "");
    if (digits.length() >= 3 && PHONE.matcher(text.strip()).matches()) {
      ways.add(List.of(digits));
    }
    return new Typed(ways, open);
  }

  /// Whether there is nothing but blanks and signs.
  boolean isNothing() {
    return ways.getFirst().isEmpty();
  }

  /// What leads to those found, of a row of `found_by` called `f`.
  Condition tokens() {
    return oneOf(Typed::tokens);
  }

  /// What decides, of a row of `found_by` or `found_by_lately`.
  ///
  /// @param row what it is called
  Condition texts(String row) {
    Condition texts = oneOf(term -> text(term, row + ".words", row + ".sounds"));
    if (open == null) {
      return texts;
    }
    Condition byName =
        all(ways.getFirst(), term -> text(term, row + ".name_words", row + ".name_sounds"));
    return texts.and(Condition.or(List.of(open, byName)));
  }

  private Condition oneOf(Function<String, Condition> term) {
    return Condition.or(ways.stream().map(way -> all(way, term)).toList());
  }

  private static Condition all(List<String> terms, Function<String, Condition> term) {
    return terms.stream().map(term).reduce(Condition::and).orElseThrow();
  }

  private static Condition tokens(String text) {
    Term term = Index.term(text);
    Condition words = tokens(term.wordTokens());
    return term.sound().isEmpty()
        ? words
        : Condition.or(List.of(words, tokens(term.soundTokens())));
  }

  private static Condition tokens(Set<Integer> tokens) {
    return new Condition("f.tokens @> ?", List.<Object>of((Object) tokens.toArray(Integer[]::new)));
  }

  private static Condition text(String text, String words, String sounds) {
    Term term = Index.term(text);
    Condition word = new Condition(words + " LIKE ?", List.of("%" + term.word() + "%"));
    return term.sound().isEmpty()
        ? word
        : Condition.or(
            List.of(word, new Condition(sounds + " LIKE ?", List.of("%" + term.sound() + "%"))));
  }
}
