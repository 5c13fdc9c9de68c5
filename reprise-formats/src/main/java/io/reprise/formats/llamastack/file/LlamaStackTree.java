package io.reprise.formats.llamastack.file;

import io.reprise.formats.SourceFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumSet;
import java.util.List;
import java.util.regex.Pattern;

/** Finds llama-stack's files: {@code <directory of a test>/recordings/**}, or single files. */
public final class LlamaStackTree {
    static final String RECORDINGS = "recordings";

    private static final int HEAD_BYTES = 4_096;
    /** The beginning of each file that llama-stack has ever written. */
    private static final Pattern HEAD = Pattern.compile(
            "\\A\\s*\\{\\s*(\"test_id\"\\s*:\\s*(null|\"(?:[^\"\\\\]|\\\\.)*+\")\\s*,\\s*)?\"request\"\\s*:\\s*\\{\\s*"
                    + "\"(method|url|test_id|provider)\"\\s*:");

    /** The beginning of files that are alike, of other tools: llama-stack writes no headers, and no body as text. */
    private static final Pattern OTHER_HEAD = Pattern.compile("\\A\\s*\\{\\s*\"request\"\\s*:\\s*\\{\\s*"
            + "(\"(method|url|uri)\"\\s*:\\s*\"(?:[^\"\\\\]|\\\\.)*+\"\\s*,\\s*){2}"
            + "(\"headers\"\\s*:\\s*\\{\\s*+(?!\\})|(\"headers\"\\s*:\\s*\\{\\s*\\}\\s*,\\s*)?\"body\"\\s*:\\s*\")");

    /** The beginning of mappings of WireMock, whose URLs have no host. */
    private static final Pattern MAPPING_HEAD =
            Pattern.compile("\\A\\s*\\{\\s*\"request\"\\s*:\\s*\\{\\s*(\"method\"\\s*:\\s*\"[A-Z]*\"\\s*,\\s*)?"
                    + "\"(url\"\\s*:\\s*\"/|url[A-Z]|bodyPatterns|queryParameters|customMatcher|basicAuth)");

    /** The beginning of Reprise's own files, so that a tree of these is not searched for others. */
    private static final Pattern OWN_HEAD = Pattern.compile("\\A\\s*\\{\\s*\"reprise\"\\s*:");

    /** The most files of an unknown kind that are read before a search ends. */
    private static final int MOST_LOOKS = 20_000;

    /** So many files of one kind show whose tree it is; one alone may be a file that somebody has changed by hand. */
    private static final int ENOUGH = 16;

    private LlamaStackTree() {}

    /** Whether there are files that begin as llama-stack's do, and no more of Reprise's own; looks only at the first files. */
    public static boolean recognises(Path path) {
        TreeRecognition recognition = new TreeRecognition(path);
        try {
            Files.walkFileTree(path, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, recognition);
        } catch (IOException unreadable) {
            return false;
        }
        return recognition.found > 0 && recognition.found >= recognition.own;
    }

    /** Counts the recordings of both kinds until these show whose tree it is. */
    private static final class TreeRecognition extends SimpleFileVisitor<Path> {
        private final Path root;
        private int found;
        private int looks;
        private int own;

        TreeRecognition(Path root) {
            this.root = root;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            boolean isSkipped =
                    !directory.equals(root) && (isPassedOver(directory) || SourceFiles.leadsOut(root, directory));
            return isSkipped ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (!isJson(file)) {
                return FileVisitResult.CONTINUE;
            }
            String head = head(root, file);
            if (isHead(head)) {
                found++;
            } else if (OWN_HEAD.matcher(head).find()) {
                own++;
            }
            boolean isEnough = found == ENOUGH || own == ENOUGH || ++looks > MOST_LOOKS;
            return isEnough ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException unreadable) {
            return FileVisitResult.CONTINUE;
        }
    }

    /** Hidden directories, and what npm installs. */
    public static boolean isPassedOver(Path directory) {
        String name = String.valueOf(directory.getFileName());
        return name.startsWith(".") || name.equals("node_modules");
    }

    /** All files that may hold recordings, sorted. Outside directories named {@code recordings} only what begins as one. */
    public static List<Path> files(Path path) {
        return SourceFiles.under(path, file -> isOne(path, file));
    }

    /** Whether a file in {@code root} may hold a recording. */
    public static boolean isOne(Path root, Path file) {
        return isJson(file) && (isAmongRecordings(file) || beginsAsRecording(root, file));
    }

    private static boolean isJson(Path file) {
        return file.toString().endsWith(".json");
    }

    public static boolean isAmongRecordings(Path file) {
        for (Path name : file.toAbsolutePath()) {
            if (name.toString().equals(RECORDINGS)) {
                return true;
            }
        }
        return false;
    }

    private static boolean beginsAsRecording(Path root, Path file) {
        return isHead(head(root, file));
    }

    private static boolean isHead(String head) {
        return HEAD.matcher(head).find()
                && !OTHER_HEAD.matcher(head).find()
                && !MAPPING_HEAD.matcher(head).find();
    }

    private static String head(Path root, Path file) {
        return SourceFiles.beginning(root, file, HEAD_BYTES)
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .orElse("");
    }
}
