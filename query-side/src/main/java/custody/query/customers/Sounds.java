package custody.query.customers;

import com.github.houbb.pinyin.constant.enums.PinyinStyleEnum;
import com.github.houbb.pinyin.util.PinyinHelper;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// How Chinese words sound: pinyin without tones, in full and by initials, from every character
/// on. What is read in several ways is found by each: the word is read as a whole first, and then
/// with any one character read otherwise.
final class Sounds {
  /// How many characters one sound goes on; longer input is not found by sound.
  static final int LONGEST = 12;

  /// How far behind the beginning of a sound a character may be read otherwise.
  private static final int OTHERWISE = 6;

  private static final Map<Integer, List<String>> READINGS = new ConcurrentHashMap<>();

  private Sounds() {}

  /// @param word Chinese characters only
  static Set<String> of(String word) {
    Set<String> sounds = new LinkedHashSet<>();
    int[] characters = word.codePoints().toArray();
    List<String> read = read(word, characters);
    for (int from = 0; from < characters.length; from++) {
      int to = Math.min(characters.length, from + LONGEST);
      add(sounds, read.subList(from, to));
      for (int i = from; i < Math.min(to, from + OTHERWISE); i++) {
        for (String reading : readings(characters[i])) {
          if (!reading.equals(read.get(i))) {
            List<String> otherwise = new ArrayList<>(read.subList(from, to));
            otherwise.set(i - from, reading);
            add(sounds, otherwise);
          }
        }
      }
    }
    return sounds;
  }

  private static void add(Set<String> sounds, List<String> syllables) {
    StringBuilder whole = new StringBuilder();
    StringBuilder initials = new StringBuilder();
    for (String syllable : syllables) {
      if (syllable.isEmpty()) {
        break; // nobody can say this character
      }
      whole.append(syllable);
      initials.append(syllable.charAt(0));
    }
    if (!whole.isEmpty()) {
      sounds.add(whole.toString());
      sounds.add(initials.toString());
    }
  }

  /// The word as it is read as a whole, one syllable per character; empty where unknown.
  private static List<String> read(String word, int[] characters) {
    String[] whole = PinyinHelper.toPinyin(word, PinyinStyleEnum.NORMAL).split(" ");
    if (whole.length == characters.length) {
      return Arrays.stream(whole).map(Sounds::typed).toList();
    }
    return Arrays.stream(characters)
        .mapToObj(character -> readings(character).stream().findFirst().orElse(""))
        .toList();
  }

  private static List<String> readings(int character) {
    return READINGS.computeIfAbsent(
        character,
        _ -> {
          if (!Character.isBmpCodePoint(character)) {
            return List.of();
          }
          Set<String> readings = new LinkedHashSet<>();
          for (String reading :
              PinyinHelper.toPinyinList((char) character, PinyinStyleEnum.NORMAL)) {
            readings.add(typed(reading));
            if (reading.indexOf('ü') >= 0) {
              readings.add(reading.replace('ü', 'u'));
            }
          }
          readings.remove("");
          return List.copyOf(readings);
        });
  }

  /// As people type it: v for ü.
  private static String typed(String syllable) {
    String typed = syllable.replace('ü', 'v');
    return typed.chars().allMatch(c -> c >= 'a' && c <= 'z') ? typed : "";
  }
}
