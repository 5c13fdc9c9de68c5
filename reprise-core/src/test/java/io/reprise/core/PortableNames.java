package io.reprise.core;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** What Linux, macOS and Windows all accept as the name of a file (Microsoft, "Naming Files, Paths, and Namespaces"). */
public final class PortableNames {
    private static final Pattern RESERVED =
            Pattern.compile("(con|prn|aux|nul|conin\\$|conout\\$|(com|lpt)[0-9\u00b9\u00b2\u00b3])( *\\..*)?");
    private static final Pattern FORBIDDEN = Pattern.compile("[<>:\"/\\\\|?*\\p{Cntrl}]");
    private static final int LONGEST = 143; // where directories are encrypted (eCryptfs)

    private PortableNames() {}

    /** Why some system does not accept a name. */
    public static Optional<String> problem(String name) {
        if (name.isEmpty() || name.length() > LONGEST) {
            return Optional.of("has " + name.length() + " characters");
        } else if (RESERVED.matcher(name.toLowerCase(Locale.ROOT)).matches()) {
            return Optional.of("names a device of Windows");
        } else if (FORBIDDEN.matcher(name).find()) {
            return Optional.of("has a character that Windows does not allow");
        } else if (name.endsWith(".") || name.endsWith(" ")) {
            return Optional.of("ends with a dot or a space");
        } else if (!name.chars().allMatch(c -> c < 0x80)) {
            return Optional.of("has letters that macOS writes in another way");
        }
        return Optional.empty();
    }
}
