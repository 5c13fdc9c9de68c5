package io.reprise.server;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

/** The temporary files that this process has open, also deleted ones, as Linux lists them; none on other systems. */
final class OpenFiles {
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    private OpenFiles() {}

    static Set<String> now() {
        Set<String> found = new TreeSet<>();
        if (!Files.isDirectory(DESCRIPTORS)) {
            return found;
        }
        String temporary = System.getProperty("java.io.tmpdir");
        try (DirectoryStream<Path> all = Files.newDirectoryStream(DESCRIPTORS)) {
            for (Path each : all) {
                String target = target(each);
                if (target.startsWith(temporary) && !target.endsWith(".so") && !target.endsWith(".jar")) {
                    found.add(target);
                }
            }
        } catch (IOException unreadable) {
            return found;
        }
        return found;
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException closed) {
            return "";
        }
    }
}
