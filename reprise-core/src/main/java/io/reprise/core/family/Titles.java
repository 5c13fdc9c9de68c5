package io.reprise.core.family;

import io.reprise.core.json.Json;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;

/** The last words of a prompt, for people and file names. */
public final class Titles {
    private static final int MOST_WORDS = 8;
    private static final int MOST_CHARACTERS = 60;
    /** The longest text that is read: it contains eight words, or the text has no words. */
    private static final int LOOKED_AT = 1_000;

    /** A heading in one line, in characters. */
    private static final int MOST_OF_HEADING = 100;

    private static final int MOST_OF_BEGINNING = 40;
    /** What chat templates write between messages. */
    private static final Pattern TEMPLATE_TOKEN = Pattern.compile("<\\|[A-Za-z_]{1,40}\\|>");

    private Titles() {}

    /** Of the last message of the user. */
    public static String ofMessages(List<Json> messages) {
        for (int i = messages.size() - 1; i >= 0; i--) {
            Json message = messages.get(i);
            String role = message.get("role").flatMap(Json::string).orElse("user");
            if (message instanceof Json.JsonObject && role.equals("user")) {
                return of(message);
            }
        }
        return "";
    }

    /** The title of a string, of a list of strings, or of an object that has them as parts or content. */
    public static String of(Json content) {
        StringBuilder text = new StringBuilder();
        collect(content, 4, text);
        return lastWords(text.toString());
    }

    /**
     * What a person reads in lists: all of a short text, the beginning and the end of a long one.
     *
     * @param title the end of the text, as the other methods have made it
     * @param text of the last message of the user; if it does not end with the title, the title alone says more
     */
    public static String heading(String title, String text) {
        int from = Math.max(0, text.length() - LOOKED_AT);
        String end = words(TEMPLATE_TOKEN.matcher(text.substring(from)).replaceAll(" "));
        String last = title.contains("<|") ? lastWords(end) : title;
        if (last.isEmpty() || !end.endsWith(last)) {
            return title;
        }
        if (from == 0 && end.length() <= MOST_OF_HEADING) {
            return end;
        }
        String head = text.substring(0, Math.min(text.length(), LOOKED_AT));
        return beginning(words(TEMPLATE_TOKEN.matcher(head).replaceAll(" "))) + " … " + last;
    }

    private static String words(String text) {
        StringBuilder words = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            boolean isBetween = isSpace(text.charAt(i));
            if (!isBetween) {
                words.append(text.charAt(i));
            } else if (!words.isEmpty() && words.charAt(words.length() - 1) != ' ') {
                words.append(' ');
            }
        }
        return words.toString().stripTrailing();
    }

    /** The first words that fit. */
    private static String beginning(String words) {
        if (words.length() <= MOST_OF_BEGINNING) {
            return words;
        }
        int end = words.lastIndexOf(' ', MOST_OF_BEGINNING);
        int cut = end > 0 ? end : MOST_OF_BEGINNING;
        return words.substring(0, Character.isHighSurrogate(words.charAt(cut - 1)) ? cut - 1 : cut);
    }

    /** Adds the last texts before the present ones, until there are enough. */
    private static void collect(Json content, int depth, StringBuilder text) {
        if (depth == 0 || text.length() >= LOOKED_AT) {
            return;
        }
        if (content instanceof Json.JsonString string) {
            String value = string.value();
            text.insert(0, ' ').insert(0, value.substring(Math.max(0, value.length() - LOOKED_AT)));
        }
        List<Json> items = content.items();
        for (int i = items.size() - 1; i >= Math.max(0, items.size() - LOOKED_AT); i--) {
            collect(items.get(i), depth - 1, text);
        }
        for (String holder : List.of("text", "content", "parts")) {
            content.get(holder).ifPresent(held -> collect(held, depth - 1, text));
        }
    }

    private static String lastWords(String text) {
        Deque<String> last = new ArrayDeque<>();
        int end = text.length();
        while (end > 0 && last.size() < MOST_WORDS) {
            int start = end;
            while (start > 0 && !isSpace(text.charAt(start - 1))) {
                start--;
            }
            if (start < end) {
                last.addFirst(text.substring(start, end));
            }
            end = start - 1;
        }
        while (last.size() > 1 && String.join(" ", last).length() > MOST_CHARACTERS) {
            last.removeFirst();
        }
        String title = String.join(" ", last);
        int from = Math.max(0, title.length() - MOST_CHARACTERS);
        boolean isWithinPair = from > 0 && Character.isLowSurrogate(title.charAt(from));
        return title.substring(isWithinPair ? from + 1 : from);
    }

    /** White space and control characters. */
    private static boolean isSpace(char c) {
        return c <= ' ' || c == '\u007f' || c == '\u00a0';
    }
}
