package io.reprise.config;

import io.reprise.core.exchange.PercentEncoding;
import io.reprise.core.exchange.Quoted;
import io.reprise.core.store.Store;
import io.reprise.core.store.StoreException;
import io.reprise.core.store.StoreProvider;
import io.reprise.core.store.StoreTables;
import io.reprise.core.store.directory.DirectoryStore;
import io.reprise.core.store.durable.DirectoryProbe;
import io.reprise.formats.Formats;
import io.reprise.server.spool.SpoolSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Where the recordings of a configuration are: a directory, or a URL such as {@code postgresql://host/database} for which
 * a {@link StoreProvider} is on the class path.
 */
public final class RecordingsLocation {
    private static final String NAMES_ANOTHER = "; --recordings DIR names the one with the recordings";
    private static final String CORRECT_THE_PATH = "; correct the path";

    /** Also with one slash, as {@code file:/tmp}, or two schemes. One letter before the colon would be a drive of Windows. */
    private static final Pattern URL = Pattern.compile(
            "([A-Za-z][A-Za-z0-9+.-]+):(?:(?:[A-Za-z0-9+.-]++:)*+/.*|(?<=^(?:jdbc|postgres|postgresql|file|s3|gs|https?):).*)",
            Pattern.DOTALL | Pattern.CASE_INSENSITIVE);

    private static final Pattern FILE_URL = Pattern.compile("file:(?://[^/]*)?(/.*)", Pattern.CASE_INSENSITIVE);

    private static final Pattern PASSWORD =
            Pattern.compile("(?<=://)([^/?#@]*?):([^/?#]*)@|((?:[?&])password=)([^&]*)", Pattern.CASE_INSENSITIVE);

    private final Configuration configuration;
    private final Path workingDirectory;
    private final ChosenValue named;
    private final String text;

    private RecordingsLocation(Configuration configuration, Path workingDirectory, ChosenValue named) {
        this.configuration = configuration;
        this.workingDirectory = workingDirectory;
        this.named = named;
        this.text = named.read(RecordingsLocation::checked);
    }

    /**
     * The location that the configuration names.
     *
     * @param workingDirectory what a relative path is relative to
     * @throws IllegalArgumentException if it names none
     */
    public static RecordingsLocation of(Configuration configuration, Path workingDirectory) {
        return new RecordingsLocation(configuration, workingDirectory, configuration.of(Setting.RECORDINGS));
    }

    /**
     * Another location than the one that the configuration names, for a command that has two.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static RecordingsLocation of(Configuration configuration, Path workingDirectory, ChosenValue named) {
        password(named.text()).ifPresent(configuration.known()::configure);
        return new RecordingsLocation(configuration, workingDirectory, named);
    }

    /** The path of a directory, or a URL. */
    static String checked(String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException(Quoted.of(text) + " does not name a directory");
        }
        if (!isUrl(text)) {
            return path(text).toString();
        }
        StoreProvider unused = provider(text);
        return text;
    }

    /**
     * The path that a text names.
     *
     * @throws IllegalArgumentException if it is a URL, or cannot be a path on this machine
     */
    public static Path path(String text) {
        if (isUrl(text)) {
            throw new IllegalArgumentException("'" + kind(text)
                    + "' is a URL, and only a directory is possible here; give a path"
                    + directoryOf(text).map(path -> ", such as " + path).orElse(", such as ./recordings"));
        }
        try {
            return SettingSyntax.path(text);
        } catch (InvalidPathException impossible) {
            throw new IllegalArgumentException(
                    Quoted.of(text) + " is not a path: " + impossible.getReason(), impossible);
        }
    }

    /** The scheme alone: the rest may have a password, also one that no rule for URLs allows. */
    private static String kind(String url) {
        Matcher matcher = URL.matcher(url);
        return (matcher.matches() ? matcher.group(1) : "") + ":…";
    }

    private static Optional<String> directoryOf(String text) {
        Matcher file = FILE_URL.matcher(text);
        return file.matches() ? Optional.of(file.group(1)) : Optional.empty();
    }

    static boolean isUrl(String text) {
        return URL.matcher(text).matches();
    }

    /** The text without the password that a URL may hold. */
    static String withoutPassword(String text) {
        return isUrl(text)
                ? PASSWORD.matcher(text)
                        .replaceAll(found -> Matcher.quoteReplacement(
                                found.group(1) == null ? found.group(3) + "***" : found.group(1) + ":***@"))
                : text;
    }

    /** The password that a URL may hold, decoded. */
    static Optional<String> password(String text) {
        Matcher password = PASSWORD.matcher(text);
        return isUrl(text) && password.find()
                ? Optional.of(PercentEncoding.decodeText(
                        Optional.ofNullable(password.group(2)).orElseGet(() -> password.group(4))))
                : Optional.empty();
    }

    /**
     * The store, which may not exist yet: in another tool's form where files of that form are in the directory, else in
     * Reprise's own.
     *
     * @param warnings takes what the form cannot keep
     * @throws IllegalArgumentException if there is no store for such a URL
     * @throws StoreException if it cannot be opened
     */
    public Store open(Consumer<String> warnings) {
        if (isUrl(text)) {
            return named.read(url -> provider(url).open(url, configuration.rules()));
        }
        Path directory = directory();
        return Formats.installed()
                .store(directory, configuration.inPlace(warnings))
                .orElseGet(() -> new DirectoryStore(
                        directory, configuration.rules(), configuration.memory().limit() / 2));
    }

    /**
     * The store, which exists.
     *
     * @throws StoreException if it does not
     */
    public Store existing(Consumer<String> warnings) {
        if (!isUrl(text)) {
            existingDirectory();
        }
        return open(warnings);
    }

    /**
     * The tables of the database that has the recordings.
     *
     * @throws IllegalArgumentException if the recordings are in a directory
     */
    public StoreTables tables() {
        if (!isUrl(text)) {
            throw new IllegalArgumentException("'" + this
                    + "' is a directory, which needs no tables; give the URL of a database, such as"
                    + " --recordings postgresql://host/database");
        }
        return named.read(url -> provider(url).tables(url));
    }

    /**
     * The directory, which exists.
     *
     * @throws IllegalArgumentException if it is a URL
     * @throws StoreException if there is no such directory
     */
    public Path existingDirectory() {
        Path directory = directory();
        if (!Files.exists(directory)) {
            throw new StoreException("there is no directory '" + this + "'" + hint(), null);
        }
        return directory;
    }

    private String hint() {
        return named.equals(configuration.of(Setting.RECORDINGS)) ? NAMES_ANOTHER : CORRECT_THE_PATH;
    }

    /**
     * The directory, which may not exist yet.
     *
     * @throws IllegalArgumentException if it is a URL
     * @throws StoreException if it is not a directory, or not readable
     */
    public Path directory() {
        if (isUrl(text)) {
            throw new IllegalArgumentException("'" + this + "' is not a directory, and this command needs one");
        }
        Path directory = workingDirectory.resolve(text);
        if (Files.exists(directory) && !Files.isDirectory(directory)) {
            throw new StoreException("'" + this + "' is not a directory" + hint(), null);
        }
        if (Files.exists(directory) && !(Files.isReadable(directory) && Files.isExecutable(directory))) {
            throw new StoreException(
                    "no permission to read the recordings in '" + this + "'; give it to yourself with: chmod u+rx '"
                            + this + "'",
                    null);
        }
        return directory;
    }

    /**
     * For a server that records.
     *
     * @throws StoreException if the directory is missing, and cannot be made
     */
    void requireMakeable() {
        if (!isUrl(text) && !Files.exists(path()) && !DirectoryProbe.canBeMade(path())) {
            throw new StoreException(
                    "'" + this
                            + "' cannot be made here, so that nothing can be recorded; --recordings DIR names another"
                            + " directory, and --mode replay records nothing",
                    null);
        }
    }

    /**
     * Where answers wait while the store is away. A directory has no such place: it is on local disk itself.
     *
     * @return empty if none wait
     */
    Optional<SpoolSettings> spool() {
        long limit = configuration.of(Setting.SPOOL).read(SettingSyntax::bytesOrOff);
        return isUrl(text) && configuration.mode().keeps() && limit > 0
                ? Optional.of(new SpoolSettings(
                        workingDirectory
                                .resolve(configuration
                                        .of(Setting.SPOOL_DIRECTORY)
                                        .read(SettingSyntax::path))
                                .resolve(digest(toString().replace(":***@", "@"))),
                        limit))
                : Optional.empty();
    }

    private static String digest(String location) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(location.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    /** The path of a directory, whatever is there. */
    public Path path() {
        return workingDirectory.resolve(text);
    }

    /** Whether it is a directory rather than a URL. */
    public boolean isDirectory() {
        return !isUrl(text);
    }

    private static StoreProvider provider(String url) {
        Matcher matcher = URL.matcher(url);
        String scheme = matcher.matches() ? matcher.group(1).toLowerCase(Locale.ROOT) : "";
        List<StoreProvider> providers =
                ServiceLoader.load(StoreProvider.class, StoreProvider.class.getClassLoader()).stream()
                        .map(ServiceLoader.Provider::get)
                        .toList();
        return providers.stream()
                .filter(provider -> provider.schemes().contains(scheme))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(noStore(url, providers)));
    }

    private static String noStore(String url, List<StoreProvider> providers) {
        return "recordings cannot be at '" + kind(url) + "': there is no store for this kind of URL; give "
                + directoryOf(url)
                        .map(path -> "the directory as a path: " + path)
                        .orElse("a directory, such as ./recordings")
                + providers.stream()
                        .map(provider -> provider.schemes().get(0))
                        .sorted()
                        .map(known -> ", or " + known + "://…")
                        .collect(Collectors.joining());
    }

    /** For people: as it was given, without a password. */
    @Override
    public String toString() {
        return withoutPassword(text);
    }
}
