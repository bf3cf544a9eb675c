package custody.query.customers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/// What one customer, or one text of it, is found by. `words` and `sounds` decide; {@link #tokens}
/// only lead there quickly, so they may be hashes: what two grams share is told apart by the words.
///
/// @param words every word once, each between spaces
/// @param sounds every sound once, each between spaces
record Index(String words, String sounds) {
  static final Index NONE = new Index("", "");

  /// How long the beginnings of a sound are that have a token.
  private static final int[] BEGINNINGS = {9, 5, 3, 2, 1};

  /// A text, found by its words.
  static Index ofText(String text) {
    return new Index(spaced(new LinkedHashSet<>(Words.of(text))), "");
  }

  /// A name, found by its words and by how they sound.
  static Index ofName(String name) {
    Set<String> words = new LinkedHashSet<>(Words.of(name));
    Set<String> sounds = new LinkedHashSet<>();
    for (String word : words) {
      if (isHan(word)) {
        sounds.addAll(Sounds.of(word));
      }
    }
    return new Index(spaced(words), spaced(sounds));
  }

  /// All of it.
  static Index of(Collection<Index> texts) {
    Set<String> words = new LinkedHashSet<>();
    Set<String> sounds = new LinkedHashSet<>();
    for (Index text : texts) {
      split(text.words, words::add);
      split(text.sounds, sounds::add);
    }
    return new Index(spaced(words), spaced(sounds));
  }

  /// Hashes of grams, each once, sorted.
  List<Integer> tokens() {
    Tokens tokens = new Tokens();
    split(words, word -> wordTokens(word, tokens::add));
    split(sounds, sound -> soundTokens(sound, tokens::add));
    return tokens.distinct();
  }

  /// Hundreds per customer, most of them there already: plain numbers until they are few.
  private static final class Tokens {
    private int[] all = new int[64];
    private int size;

    void add(int token) {
      if (size == all.length) {
        all = Arrays.copyOf(all, 2 * size);
      }
      all[size++] = token;
    }

    List<Integer> distinct() {
      Arrays.sort(all, 0, size);
      List<Integer> distinct = new ArrayList<>(size);
      for (int i = 0; i < size; i++) {
        if (i == 0 || all[i] != all[i - 1]) {
          distinct.add(all[i]);
        }
      }
      return distinct;
    }
  }

  /// A term as it is looked for: one of two ways to match, each with tokens to get near it.
  ///
  /// @param word what `words` must contain
  /// @param wordTokens what `tokens` then contains
  /// @param sound what `sounds` may contain instead; empty if the term is no sound
  /// @param soundTokens what `tokens` then contains
  record Term(String word, Set<Integer> wordTokens, String sound, Set<Integer> soundTokens) {}

  /// Chinese is found anywhere in a word, other letters and digits from three on; fewer only where
  /// a word begins. Sounds are found from any character on.
  static Term term(String term) {
    Set<Integer> wordTokens = new LinkedHashSet<>();
    int[] letters = term.codePoints().toArray();
    boolean han = isHan(term);
    if (han && letters.length == 1) {
      wordTokens.add(hash('u', letters, 0, 1));
    } else if (han) {
      grams('u', letters, 2, wordTokens::add);
    } else if (letters.length < 3) {
      wordTokens.add(hash('^', letters, 0, letters.length));
    } else {
      grams('w', letters, 3, wordTokens::add);
    }
    boolean sounds = term.chars().allMatch(c -> c >= 'a' && c <= 'z');
    Set<Integer> soundTokens = new LinkedHashSet<>();
    if (sounds) {
      int length = Arrays.stream(BEGINNINGS).filter(l -> l <= letters.length).findFirst().orElse(1);
      soundTokens.add(hash('s', letters, 0, length));
    }
    return new Term(
        han || letters.length >= 3 ? term : " " + term,
        wordTokens,
        sounds ? " " + term : "",
        soundTokens);
  }

  private static void wordTokens(String word, IntConsumer tokens) {
    int[] letters = word.codePoints().toArray();
    if (isHan(word)) {
      grams('u', letters, 1, tokens);
      grams('u', letters, 2, tokens);
    } else {
      tokens.accept(hash('^', letters, 0, 1));
      if (letters.length > 1) {
        tokens.accept(hash('^', letters, 0, 2));
      }
      grams('w', letters, 3, tokens);
    }
  }

  private static void soundTokens(String sound, IntConsumer tokens) {
    int[] letters = sound.chars().toArray();
    for (int length : BEGINNINGS) {
      if (length <= letters.length) {
        tokens.accept(hash('s', letters, 0, length));
      }
    }
  }

  private static void grams(char sort, int[] letters, int length, IntConsumer tokens) {
    for (int from = 0; from + length <= letters.length; from++) {
      tokens.accept(hash(sort, letters, from, from + length));
    }
  }

  private static int hash(char sort, int[] letters, int from, int to) {
    long hash = sort * 0x9E3779B97F4A7C15L;
    for (int i = from; i < to; i++) {
      hash = (hash ^ letters[i]) * 0x9E3779B97F4A7C15L;
      hash ^= hash >>> 29;
    }
    return (int) (hash >>> 32);
  }

  private static boolean isHan(String word) {
    return Words.isHan(word.codePointAt(0));
  }

  private static void split(String spaced, Consumer<String> each) {
    for (int from = 1; from < spaced.length(); ) {
      int to = spaced.indexOf(' ', from);
      each.accept(spaced.substring(from, to));
      from = to + 1;
    }
  }

  private static String spaced(Collection<String> words) {
    return words.isEmpty() ? "" : " " + String.join(" ", words) + " ";
  }
}
