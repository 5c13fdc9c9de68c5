package io.reprise.formats.cassette;

import io.reprise.formats.Document;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What Reprise writes in comments at the beginning of a file that it exports, where the file itself cannot say it: other tools pass over
 * comments, and an import knows by them that a file is an own one. One of them is always there, so that an export replaces no other file.
 *
 * @param isOfNoTest whether the path of the file names no test
 * @param hasUnknownHost whether {@code http://localhost} stands for a host that nobody knows
 * @param hasMethodsAsSent whether each method is in the case in which it was sent; other tools change it
 */
record ExportMark(boolean isOfNoTest, boolean hasUnknownHost, boolean hasMethodsAsSent) {
    static final ExportMark NONE = new ExportMark(false, false, false);

    private static final String OWN = "# Reprise: written by 'reprise export', which replaces this file";
    private static final String OF_NO_TEST = "# Reprise: these recordings have no test id";
    private static final String UNKNOWN_HOST = "# Reprise: http://localhost stands for no upstream";
    private static final String METHODS = "# Reprise: methods are in the case in which they were sent";
    private static final Set<String> COMMENTS = Set.of(OWN, OF_NO_TEST, UNKNOWN_HOST, METHODS);
    private static final String LOCALHOST = "http://localhost/";

    static ExportMark of(Document document) {
        Set<String> comments = comments(document.text().orElse("")).collect(Collectors.toSet());
        return new ExportMark(
                comments.contains(OF_NO_TEST), comments.contains(UNKNOWN_HOST), comments.contains(METHODS));
    }

    /** Those that a text begins with, whatever ends its lines: git may have changed that. */
    private static Stream<String> comments(String text) {
        return text.lines().takeWhile(COMMENTS::contains);
    }

    /** Whether a text begins with such comments; those of earlier versions had one of the others, or none. */
    static boolean isIn(String text) {
        return comments(text).findAny().isPresent();
    }

    /** The comments. */
    String text() {
        return OWN
                + "\n"
                + (isOfNoTest ? OF_NO_TEST + "\n" : "")
                + (hasUnknownHost ? UNKNOWN_HOST + "\n" : "")
                + (hasMethodsAsSent ? METHODS + "\n" : "");
    }

    /** A text that this version has written, without the comments that it begins with. */
    static String without(String text) {
        return text.substring(
                comments(text).mapToInt(comment -> comment.length() + 1).sum());
    }

    /** The URL of a request in such a file; a path alone where the host is unknown. */
    String url(String url) {
        return hasUnknownHost && url.startsWith(LOCALHOST) ? url.substring(LOCALHOST.length() - 1) : url;
    }
}
