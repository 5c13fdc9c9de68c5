package io.reprise.core.store.file;

import io.reprise.core.exchange.Bytes;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A large binary body, which has a file of its own beside the recording.
 *
 * @param name of the file: that of the recording as far as it is allowed, digits of the SHA-256 of the content, and an extension that tells
 *     its type
 */
public record BodyFile(String name, Bytes content) {
    private static final int LONGEST = 201;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0," + (LONGEST - 1) + "}");
    private static final Pattern NOT_ALLOWED = Pattern.compile("[^A-Za-z0-9._-]+");

    /** The longest end of a recording's name that tells which one it is: a hyphen, 12 digits of the key, a dot, 9 digits. */
    private static final int TELLING = 23;

    private static final Pattern OF_RECORDINGS =
            Pattern.compile(".+-[0-9a-f]{12}(?:\\.[0-9]{1,9})?\\.[0-9a-f]{8}\\.[a-z0-9]{1,5}");
    private static final String OTHER = "bin";

    /** What programs that open such files go by. */
    private static final Map<String, String> EXTENSIONS = Map.ofEntries(
            Map.entry("audio/mpeg", "mp3"),
            Map.entry("audio/mp3", "mp3"),
            Map.entry("audio/mp4", "m4a"),
            Map.entry("audio/wav", "wav"),
            Map.entry("audio/x-wav", "wav"),
            Map.entry("audio/wave", "wav"),
            Map.entry("audio/ogg", "ogg"),
            Map.entry("audio/opus", "opus"),
            Map.entry("audio/aac", "aac"),
            Map.entry("audio/flac", "flac"),
            Map.entry("audio/webm", "webm"),
            Map.entry("audio/pcm", "pcm"),
            Map.entry("image/png", "png"),
            Map.entry("image/jpeg", "jpg"),
            Map.entry("image/webp", "webp"),
            Map.entry("image/gif", "gif"),
            Map.entry("image/tiff", "tif"),
            Map.entry("video/mp4", "mp4"),
            Map.entry("video/webm", "webm"),
            Map.entry("application/pdf", "pdf"),
            Map.entry("application/zip", "zip"),
            Map.entry("application/gzip", "gz"),
            Map.entry("application/x-gzip", "gz"),
            Map.entry("application/x-tar", "tar"),
            Map.entry("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"),
            Map.entry("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
            Map.entry("application/vnd.openxmlformats-officedocument.presentationml.presentation", "pptx"));

    /**
     * The name of a new file. People may give recordings names that none of these can have.
     *
     * @param stem the recording's name without its end
     * @param digits of the SHA-256 of the content
     */
    static String name(String stem, String digits, String contentType) {
        String end = "." + digits + "." + extension(contentType);
        return cut(allowed(stem), LONGEST - end.length()) + end;
    }

    /** Without accents, with one hyphen for each sequence of other characters, and an underscore before what no name begins with. */
    private static String allowed(String stem) {
        String letters = Normalizer.normalize(stem, Normalizer.Form.NFKD)
                .replaceAll("\\p{M}+", "")
                .replace("ß", "ss");
        String text = NOT_ALLOWED.matcher(letters).replaceAll("-");
        return text.isEmpty() || text.startsWith(".") || text.startsWith("-") ? "_" + text : text;
    }

    private static String cut(String stem, int most) {
        return stem.length() <= most
                ? stem
                : stem.substring(0, most - TELLING) + stem.substring(stem.length() - TELLING);
    }

    static String extension(String contentType) {
        String type = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return EXTENSIONS.getOrDefault(type, OTHER);
    }

    /** Whether this names a file in the same directory, and no other recording. */
    static boolean isName(String text) {
        return NAME.matcher(text).matches() && !text.endsWith(".json");
    }

    /** Whether a file with that name was written for a recording. */
    public static boolean isOfRecording(String name) {
        return OF_RECORDINGS.matcher(name).matches();
    }
}
