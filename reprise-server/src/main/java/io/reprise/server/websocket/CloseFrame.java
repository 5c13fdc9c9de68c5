package io.reprise.server.websocket;

import io.reprise.core.exchange.SocketConversation;
import io.reprise.core.exchange.SocketConversation.Close;
import java.nio.charset.StandardCharsets;

/**
 * What a close frame says (RFC 6455, 5.5.1).
 *
 * @param code {@link SocketConversation#NO_STATUS} for a frame without one
 * @param reason at most 123 bytes of UTF-8, what is longer is left out; may be empty
 */
public record CloseFrame(int code, String reason) {
    public static final int NORMAL = 1_000;
    public static final int GOING_AWAY = 1_001;
    public static final int PROTOCOL_ERROR = 1_002;
    public static final int INVALID_TEXT = 1_007;
    public static final int TOO_LARGE = 1_009;
    public static final int UNEXPECTED = 1_011;

    private static final String CUT_MARK = "…";

    public CloseFrame {
        reason = brief(reason);
    }

    /** Whether the code may stand in a frame (RFC 6455, 7.4). */
    static boolean maySend(int code) {
        boolean isReserved = code == 1_004 || code == 1_005 || code == 1_006 || code == 1_015;
        return code >= 1_000 && code <= 1_014 && !isReserved || code >= 3_000 && code <= 4_999;
    }

    private static String brief(String reason) {
        if (Close.isReason(reason)) {
            return reason;
        }
        int left = Close.MOST_OF_A_REASON - CUT_MARK.getBytes(StandardCharsets.UTF_8).length;
        StringBuilder brief = new StringBuilder();
        for (int i = 0; i < reason.length(); ) {
            String next = Character.toString(reason.codePointAt(i));
            left -= next.getBytes(StandardCharsets.UTF_8).length;
            if (left < 0) {
                break;
            }
            brief.append(next);
            i += next.length();
        }
        return brief + CUT_MARK;
    }
}
