package io.reprise.core.explain;

import io.reprise.core.exchange.SocketConversation.Close;
import io.reprise.core.explain.difference.Difference;
import io.reprise.core.explain.difference.DisplayText;
import io.reprise.core.family.ApiFamily;
import io.reprise.core.json.Layout;
import java.nio.charset.StandardCharsets;

/** How a client of a WebSocket learns of a miss: by an error message in its family's words, and then by a close. */
public final class SocketErrors {
    /** The status of the close (RFC 6455, 7.4.2: 4000 to 4999 are for applications). */
    public static final int CLOSE_CODE = 4404;

    /** The status with which HTTP answers a miss. */
    private static final int NOT_FOUND = 404;

    private static final String CODE = "reprise";

    private SocketErrors() {}

    /** The text of the error message. */
    public static String message(ApiFamily family, Miss miss) {
        return message(family, miss.message());
    }

    /** The text of an error message that says {@code text}. */
    public static String message(ApiFamily family, String text) {
        return family.sockets().error(family.error(NOT_FOUND, CODE, text)).write(Layout.COMPACT);
    }

    /** Why the conversation is closed, in at most 123 bytes of UTF-8: the first difference, or that nothing was recorded. */
    public static String closeReason(Miss miss) {
        String why = miss.nearest()
                .flatMap(nearest -> nearest.differences().stream().findFirst())
                .map(Difference::toString)
                .or(() -> miss.remedy().expired().map(expired -> "the recording " + expired.words()))
                .orElse("no recording answers " + miss.asked().path());
        return closeReason("miss: " + why);
    }

    /** {@code text} on one line, and shortened to what a close can hold. */
    public static String closeReason(String text) {
        String line = DisplayText.visible(text);
        if (Close.isReason(line)) {
            return line;
        }
        int end = Math.min(line.length(), Close.MOST_OF_A_REASON);
        while (end > 0
                && (size(line.substring(0, end)) > Close.MOST_OF_A_REASON - size("…")
                        || Character.isHighSurrogate(line.charAt(end - 1)))) {
            end--;
        }
        return line.substring(0, end) + "…";
    }

    private static int size(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
