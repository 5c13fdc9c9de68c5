package io.reprise.formats.llamastack;

import io.reprise.formats.SourceFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** Where llama-stack keeps its files: {@code <directory of a test>/recordings/**}, or files given by themselves. */
final class LlamaStackTree {
    static final String RECORDINGS = "recordings";

    private static final int HEAD_BYTES = 4_096;
    /** The beginning of each file that llama-stack has ever written. */
    private static final Pattern HEAD = Pattern.compile(
            "\\A\\s*\\{\\s*(\"test_id\"\\s*:\\s*(null|\"(?:[^\"\\\\]|\\\\.)*\")\\s*,\\s*)?\"request\"\\s*:\\s*\\{\\s*"
                    + "\"(method|url|test_id|provider)\"\\s*:");

    private LlamaStackTree() {}

    /** Whether there is a file that begins as llama-stack's do; looks no further than the first such. */
    static boolean recognises(Path path) {
        return SourceFiles.anyUnder(path, file -> isJson(file) && beginsAsRecording(file));
    }

    /** All files that may hold recordings, sorted. Outside directories named {@code recordings} only what begins as one. */
    static List<Path> files(Path path) {
        return SourceFiles.under(path, file -> isJson(file) && (isAmongRecordings(file) || beginsAsRecording(file)));
    }

    private static boolean isJson(Path file) {
        return file.toString().endsWith(".json");
    }

    private static boolean isAmongRecordings(Path file) {
        for (Path name : file.toAbsolutePath()) {
            if (name.toString().equals(RECORDINGS)) {
                return true;
            }
        }
        return false;
    }

    private static boolean beginsAsRecording(Path file) {
        if (!Files.isRegularFile(file)) {
            return false;
        }
        try (InputStream in = Files.newInputStream(file)) {
            return HEAD.matcher(new String(in.readNBytes(HEAD_BYTES), StandardCharsets.UTF_8))
                    .find();
        } catch (IOException unreadable) {
            return false;
        }
    }
}
