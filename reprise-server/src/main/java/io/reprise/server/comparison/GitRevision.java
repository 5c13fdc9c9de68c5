package io.reprise.server.comparison;

import io.reprise.core.exchange.Bytes;
import io.reprise.core.exchange.Quoted;
import io.reprise.core.store.StoreException;
import io.reprise.core.store.durable.FileFailures;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** The recordings in a directory as a revision of git has them. The program {@code git} reads them; nothing is checked out, and no link is followed. */
public final class GitRevision implements RecordingSet {
    private static final String FILE = "100";

    /** A file in a repository that is larger is no recording. */
    private static final int MOST_BYTES = 1 << 30;

    private static final int MOST_CHARACTERS = 200;

    /** Names, digests, {@code HEAD~2}, {@code main@{1}}. No colon: what follows it is a path outside of the directory, or a search. */
    private static final Pattern REVISION = Pattern.compile("[\\p{L}\\p{N}_.@^~{}/+#][\\p{L}\\p{N}_.@^~{}/+#-]*");

    /** A hook of git, which may run this program, sets them. They would lead to another repository than that of the directory. */
    private static final List<String> LEADS_ELSEWHERE =
            List.of("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX");

    private final Path directory;
    private final String revision;
    private final Duration atMost;
    private final Map<String, String> blobs = new TreeMap<>();
    private final Process reader;
    private final OutputStream asked;
    private final InputStream answered;

    /**
     * @param atMost after that, git is ended: it may wait for a disk
     * @throws IllegalArgumentException if the text cannot be a revision
     * @throws StoreException if there is no such revision, git cannot be run, or the directory is in no repository
     */
    public GitRevision(Path directory, String revision, Duration atMost) {
        this.directory = directory;
        this.revision = revision;
        this.atMost = atMost;
        if (revision.length() > MOST_CHARACTERS || !REVISION.matcher(revision).matches()) {
            throw new IllegalArgumentException(
                    Quoted.of(revision) + " is not a revision of git, such as HEAD, main or a1b2c3d");
        }
        list();
        this.reader = start("cat-file", "--batch");
        this.asked = reader.getOutputStream();
        this.answered = new BufferedInputStream(reader.getInputStream());
    }

    private void list() {
        Process git = start("ls-tree", "-r", "-z", revision);
        try (InputStream out = git.getInputStream()) {
            git.getOutputStream().close();
            String listed = new String(out.readAllBytes(), StandardCharsets.UTF_8);
            if (git.waitFor() != 0) {
                throw new StoreException(
                        "git knows no revision " + Quoted.of(revision) + " of '" + directory
                                + "'; 'git log --oneline' lists them, and outside of a repository there are none",
                        null);
            }
            Arrays.stream(listed.split("\0", -1))
                    .filter(line -> !line.isEmpty())
                    .forEach(this::add);
        } catch (IOException failed) {
            throw new StoreException(
                    "cannot read what git says of '" + directory + "': " + FileFailures.unreadable(failed)
                            + "; 'git fsck' says whether the repository is damaged",
                    failed);
        } catch (InterruptedException stopped) {
            git.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new StoreException("the command was stopped while git ran", stopped);
        }
    }

    /** A line is {@code MODE blob DIGEST TAB PATH}; links have the mode 120000. */
    private void add(String line) {
        int tab = line.indexOf('\t');
        String[] facts = line.substring(0, tab).split(" ", 3);
        if (facts[0].startsWith(FILE)) {
            blobs.put(line.substring(tab + 1), facts[2]);
        }
    }

    /** Without what could ask for a password, fetch from a network, or write to the repository. What it complains of is not read. */
    private Process start(String... arguments) {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(Arrays.asList(arguments));
        ProcessBuilder git = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        LEADS_ELSEWHERE.forEach(git.environment()::remove);
        git.environment().put("GIT_NO_LAZY_FETCH", "1");
        git.environment().put("GIT_TERMINAL_PROMPT", "0");
        git.environment().put("GIT_OPTIONAL_LOCKS", "0");
        git.environment().put("LC_ALL", "C");
        try {
            Process process = git.start();
            process.onExit()
                    .orTimeout(atMost.toMillis(), TimeUnit.MILLISECONDS)
                    .exceptionally(late -> process.destroyForcibly());
            return process;
        } catch (IOException noGit) {
            throw new StoreException(
                    "cannot run 'git' in '" + directory + "', which reads revisions; is it installed?", noGit);
        }
    }

    @Override
    public Map<String, String> digests(int digits) {
        Map<String, String> recordings = new TreeMap<>();
        blobs.forEach((location, digest) -> {
            boolean isHidden = location.startsWith(".") || location.contains("/.");
            if (location.endsWith(".json") && !isHidden) {
                recordings.put(location, digest);
            }
        });
        return recordings;
    }

    @Override
    public int digits() {
        return blobs.values().stream().mapToInt(String::length).findFirst().orElse(SHA1_DIGITS);
    }

    boolean has(String location) {
        return blobs.containsKey(location);
    }

    @Override
    public Bytes read(String location) {
        String blob = blobs.get(location);
        if (blob == null) {
            throw new StoreException(Quoted.of(location) + " is not in revision " + Quoted.of(revision), null);
        }
        try {
            asked.write((blob + "\n").getBytes(StandardCharsets.UTF_8));
            asked.flush();
            String head = line();
            long size = Long.parseLong(head.substring(head.lastIndexOf(' ') + 1));
            if (size > MOST_BYTES) {
                throw new IOException("it has " + size + " bytes");
            }
            byte[] content = answered.readNBytes((int) size);
            if (content.length < size || answered.read() != '\n') {
                throw new IOException("git ended early");
            }
            return Bytes.owning(content);
        } catch (IOException | NumberFormatException failed) {
            throw new StoreException(
                    "git cannot read " + Quoted.of(location) + " in revision " + Quoted.of(revision), failed);
        }
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = answered.read(); c != '\n'; c = answered.read()) {
            if (c < 0) {
                throw new IOException("git ended early");
            }
            line.append((char) c);
        }
        return line.toString();
    }

    @Override
    public void close() {
        reader.destroy();
    }
}
