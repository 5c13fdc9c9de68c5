package io.reprise.server.recording;

/** How the body of an answer ended, as HTTP sees it. */
public enum BodyEnd {
    WHOLE,
    BROKEN,
    /** It went on when nobody wanted more of it. */
    LEFT
}
