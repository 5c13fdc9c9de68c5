package io.reprise.server.report;

/** The version of the program, as the manifest of its jars names it. */
public final class ProgramVersion {
    private ProgramVersion() {}

    /** Such as {@code 1.2.0}; {@code unknown} where the classes do not come from a jar. */
    public static String text() {
        String version = ProgramVersion.class.getPackage().getImplementationVersion();
        return version == null ? "unknown" : version;
    }
}
