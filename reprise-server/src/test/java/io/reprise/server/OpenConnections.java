package io.reprise.server;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** The TCP connections of this process, as Linux lists them; none on other systems. */
final class OpenConnections {
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
    private static final String LISTEN = "0A";

    private record Line(int localPort, int remotePort, String state, String inode) {
        static Line parse(String text) {
            String[] fields = text.strip().split("\\s+", -1);
            return new Line(port(fields[1]), port(fields[2]), fields[3], fields[9]);
        }

        private static int port(String address) {
            return Integer.parseInt(address.substring(address.indexOf(':') + 1), 16);
        }
    }

    private OpenConnections() {}

    /** The ends that a server on this port has open. */
    static List<String> of(int port) {
        return matching(line -> line.localPort() == port);
    }

    /** The ends that clients of this port have open in this process. */
    static List<String> to(int port) {
        return matching(line -> line.remotePort() == port);
    }

    private static List<String> matching(Predicate<Line> condition) {
        List<String> found = new ArrayList<>();
        if (!Files.isDirectory(DESCRIPTORS)) {
            return found;
        }
        try {
            Set<String> own = ownSockets();
            for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
                Path file = Path.of(table);
                List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
                lines.stream()
                        .skip(1)
                        .map(Line::parse)
                        .filter(line -> !line.state().equals(LISTEN) && own.contains(line.inode()))
                        .filter(condition)
                        .map(Line::toString)
                        .forEach(found::add);
            }
        } catch (IOException unreadable) {
            return found;
        }
        return found;
    }

    private static Set<String> ownSockets() throws IOException {
        Set<String> inodes = new HashSet<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(DESCRIPTORS)) {
            for (Path each : all) {
                String target = target(each);
                if (target.startsWith("socket:[")) {
                    inodes.add(target.substring(8, target.length() - 1));
                }
            }
        }
        return inodes;
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException closed) {
            return "";
        }
    }
}
