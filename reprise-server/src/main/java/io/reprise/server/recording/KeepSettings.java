package io.reprise.server.recording;

/** What is kept that usually is not. */
public record KeepSettings(boolean keepsErrors, boolean keepsCut) {
    public static final KeepSettings DEFAULT = new KeepSettings(false, false);
}
