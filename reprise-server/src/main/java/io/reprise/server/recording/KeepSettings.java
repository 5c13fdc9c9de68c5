package io.reprise.server.recording;

import java.time.Duration;

/**
 * What is kept that usually is not.
 *
 * @param readOn how long an answer is read on when all its clients have left
 */
public record KeepSettings(boolean keepsErrors, boolean keepsCut, Duration readOn) {
    public static final KeepSettings DEFAULT = new KeepSettings(false, false, Duration.ofMinutes(5));
}
