package io.reprise.core.store.directory;

import io.reprise.core.store.durable.FileVersion;
import io.reprise.core.store.file.BodyFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Says which bodies files name, by a search of their texts, since also a file that cannot be read as one may be a recording. A name counts in other
 * case, since some file systems ignore case, and as a part of a longer word. What a file names is remembered as long as it has not changed.
 * Thread-safe.
 */
public final class NamedBodies {
    private static final int WINDOW = 64 << 10;

    /** Longer than any name. */
    private static final int OVERLAP = 256;

    /** The end of the name of a body, as {@link BodyFile#isOfRecording} has it. */
    private static final Pattern END = Pattern.compile("\\.[0-9a-f]{8}\\.[a-z0-9]{1,5}");

    private static final int LONGEST_END = 15;

    /** So much is remembered in all, in characters. */
    private static final long MOST_REMEMBERED = 4L << 20;

    /** Of one file. No recording has as many bodies. */
    private static final int MOST_WORDS = 1_024;

    /** What a file costs that names nothing, in characters. */
    private static final int COST_OF_FILE = 200;

    private final Texts texts;
    /** Guarded by this object. */
    private final Map<Path, Known> known = new LinkedHashMap<>();

    private long remembered;

    /** Where the texts come from. */
    public interface Texts {
        /** @throws IOException if the file cannot be read, or has vanished */
        InputStream open(Path file) throws IOException;
    }

    /**
     * What is known of a file.
     *
     * @param words of its text, each with a name in it
     * @param isTooMuch whether it has so many that none is remembered
     */
    private record Known(FileVersion version, Set<String> words, boolean isTooMuch) {
        long cost() {
            return COST_OF_FILE + words.stream().mapToLong(String::length).sum();
        }
    }

    public NamedBodies(Texts texts) {
        this.texts = texts;
    }

    /** Whether a file beside a body names it; true if nobody knows. */
    public boolean mayName(Path file, Path body) {
        try {
            return !namedIn(file, Set.of(body)).isEmpty();
        } catch (IOException unreadable) {
            return true;
        }
    }

    /**
     * Those of the bodies that a file names.
     *
     * @throws IOException if it cannot be read, or has vanished
     */
    Set<Path> namedIn(Path file, Set<Path> bodies) throws IOException {
        Map<Path, String> names = new HashMap<>();
        bodies.forEach(body -> names.put(body, inLowerCase(String.valueOf(body.getFileName()))));
        Set<Path> named = new HashSet<>();
        if (names.values().stream().anyMatch(NamedBodies::isRemembered)) {
            Known known = known(file);
            if (!known.isTooMuch()) {
                Predicate<String> isNamed = name -> known.words().stream().anyMatch(word -> word.contains(name));
                names.forEach((body, name) -> addIf(isRemembered(name) && isNamed.test(name), body, named));
                names.values().removeIf(NamedBodies::isRemembered);
            }
        }
        if (!names.isEmpty()) {
            read(file, text -> names.forEach((body, name) -> addIf(text.contains(name), body, named)));
        }
        return named;
    }

    /** Whether the words of a file have this name if its text has. Files that people have renamed may have any name. */
    private static boolean isRemembered(String name) {
        return BodyFile.isOfRecording(name)
                && name.length() <= OVERLAP - LONGEST_END
                && name.chars().allMatch(c -> isOfName((char) c));
    }

    private static void addIf(boolean isNamed, Path body, Set<Path> named) {
        if (isNamed) {
            named.add(body);
        }
    }

    private Known known(Path file) throws IOException {
        Optional<FileVersion> version = FileVersion.of(file);
        synchronized (this) {
            Known last = known.get(file);
            if (last != null && Optional.of(last.version()).equals(version)) {
                return last;
            }
        }
        Set<String> words = new HashSet<>();
        read(file, text -> addWords(text, words));
        boolean isTooMuch = words.size() > MOST_WORDS;
        Known read = new Known(version.orElse(FileVersion.NONE), isTooMuch ? Set.of() : words, isTooMuch);
        if (version.isPresent() && version.equals(FileVersion.of(file))) {
            remember(file, read);
        }
        return read;
    }

    private synchronized void remember(Path file, Known words) {
        Known former = known.remove(file);
        remembered += words.cost() - (former == null ? 0 : former.cost());
        known.put(file, words);
        Iterator<Known> oldest = known.values().iterator();
        while (remembered > MOST_REMEMBERED) {
            remembered -= oldest.next().cost();
            oldest.remove();
        }
    }

    /** From each end of a name as far back as a name can be long. */
    private static void addWords(String text, Set<String> words) {
        Matcher end = END.matcher(text);
        for (int from = 0; words.size() <= MOST_WORDS && end.find(from); from = end.start() + 1) {
            int begin = end.start();
            while (begin > 0 && end.start() - begin < OVERLAP && isOfName(text.charAt(begin - 1))) {
                begin--;
            }
            words.add(text.substring(begin, Math.min(text.length(), end.start() + LONGEST_END)));
        }
    }

    private static boolean isOfName(char c) {
        return c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '.' || c == '_' || c == '-';
    }

    /** In windows that overlap, in lower case. Each byte is a character. */
    private void read(Path file, Consumer<String> visitor) throws IOException {
        try (InputStream content = texts.open(file)) {
            String before = "";
            byte[] read = content.readNBytes(WINDOW);
            while (read.length > 0) {
                String text = before + inLowerCase(new String(read, StandardCharsets.ISO_8859_1));
                visitor.accept(text);
                before = text.substring(Math.max(0, text.length() - OVERLAP));
                read = content.readNBytes(WINDOW);
            }
        }
    }

    private static String inLowerCase(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
